import { Anchor, type AnchorProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

interface LinkProps
  extends Omit<AnchorProps, 'href'>,
    Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps> {
  readonly ref?: Ref<HTMLAnchorElement>;
}

const Base = (props: LinkProps) => <Anchor {...props} />;

/** A link inside the console: `<TextLink to={`/accounts/${id}`}>…</TextLink>`. */
export const TextLink = createLink(Base);
