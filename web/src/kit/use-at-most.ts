import { useCallback, useRef } from 'react';

/** Says yes at most once in so many milliseconds: for news that come thick and fast. */
export const useAtMost = (pause_ms: number): (() => boolean) => {
  const rests = useRef(false);
  return useCallback(() => {
    if (rests.current) return false;
    rests.current = true;
    setTimeout(() => {
      rests.current = false;
    }, pause_ms);
    return true;
  }, [pause_ms]);
};
