import { IconQrcode } from '@tabler/icons-react';
import classes from './VoucherCard.module.css';

interface VoucherCardProps {
  readonly heading: string;
  readonly price: string | null;
  readonly code: string;
  readonly pin: string | null;
  readonly lines: readonly string[];
  readonly footer: string;
  readonly hasQr: boolean;
}

const LONG = 11;

/** One voucher, about as it comes out of the printer. */
export const VoucherCard = ({ heading, price, code, pin, lines, footer, hasQr }: VoucherCardProps) => (
  <div className={classes.card} data-testid="voucher-card">
    <div className={classes.head}>
      <span dir="auto">{heading}</span>
      <span>{price}</span>
    </div>
    <div className={classes.body}>
      <div className={classes.left}>
        <div>
          <div className={classes.code} data-long={code.length > LONG || undefined}>
            {code}
          </div>
          {pin !== null && <div>PIN {pin}</div>}
        </div>
        <div className={classes.small}>
          {lines.map((line) => (
            <div key={line}>{line}</div>
          ))}
          <div className={classes.footer}>{footer}</div>
        </div>
      </div>
      {hasQr && <IconQrcode size={104} stroke={1.4} aria-label="QR code of the log-in page" />}
    </div>
  </div>
);
