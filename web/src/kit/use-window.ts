import { type RefObject, useEffect, useState } from 'react';

const MARGIN = 12;
/** The window moves by so many rows at a time: while one scrolls within them nothing is drawn anew. */
const STEP = 8;

/** Which of many rows of one height are in view of a box that scrolls, some on either side with them: `[from, to)`. */
export const useWindow = (
  box: RefObject<HTMLElement | null>,
  count: number,
  height: number,
): readonly [number, number] => {
  const [first, setFirst] = useState(0);
  const [tall, setTall] = useState(800);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const look = () => {
      setFirst(Math.floor(element.scrollTop / height / STEP) * STEP);
      setTall(element.clientHeight);
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const watcher = new ResizeObserver(look);
    watcher.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      watcher.disconnect();
    };
  }, [box, height]);
  const to = Math.min(count, first + Math.ceil(tall / height) + STEP + MARGIN);
  return [Math.min(Math.max(0, first - MARGIN), to), to];
};
