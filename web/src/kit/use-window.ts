import { type RefObject, useEffect, useState } from 'react';

const MARGIN = 12;

/** Which of many rows of one height are in view of a box that scrolls, a dozen on either side with them: `[from, to)`. */
export const useWindow = (
  box: RefObject<HTMLElement | null>,
  count: number,
  height: number,
): readonly [number, number] => {
  const [view, setView] = useState({ top: 0, tall: 800 });
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    let frame = 0;
    const look = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setView({ top: element.scrollTop, tall: element.clientHeight }));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const watcher = new ResizeObserver(look);
    watcher.observe(element);
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', look);
      watcher.disconnect();
    };
  }, [box]);
  const from = Math.max(0, Math.floor(view.top / height) - MARGIN);
  const to = Math.min(count, Math.ceil((view.top + view.tall) / height) + MARGIN);
  return [Math.min(from, Math.max(0, count - 1)), to];
};
