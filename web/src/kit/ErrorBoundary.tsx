import { Component, type ReactNode } from 'react';
import { ErrorNote } from './ErrorNote.tsx';

interface State {
  readonly error: unknown;
}

/** Keeps a fault in one part of the page from taking the rest along. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return <ErrorNote error={this.state.error} retry={() => this.setState({ error: undefined })} />;
  }
}
