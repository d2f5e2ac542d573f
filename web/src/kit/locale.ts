const isLocale = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
};

/** The first of a reader's languages that `Intl` takes: a browser in a POSIX locale names one that is none (`en-US@posix`). */
export const localeOf = (languages: readonly string[]): string => languages.find(isLocale) ?? 'en';

/** The reader's language. */
export const locale: string = localeOf([...navigator.languages, navigator.language]);
