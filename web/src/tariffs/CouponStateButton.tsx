import type { UpdateCoupon } from '@isp/server/contract/tariffs';
import { useCommand } from '../api/command.ts';
import { ConfirmButton } from '../kit/ConfirmButton.tsx';
import { notifyDone, notifyProblem } from '../kit/notify.ts';
import type { Coupon } from './coupon-words.ts';

/** Withdraws a coupon, or brings it back. */
export const CouponStateButton = ({ coupon }: { readonly coupon: Coupon }) => {
  const { id, code, state } = coupon;
  const change = useCommand<typeof UpdateCoupon>('PATCH', '/coupons/:id', {
    onDone: (reply) => notifyDone(`Coupon ${code} is ${reply.state === 'withdrawn' ? 'withdrawn' : 'back'}.`),
    onProblem: notifyProblem,
  });
  const shared = { isSending: change.isSending };
  return state === 'active' ? (
    <ConfirmButton
      key="withdraw"
      {...shared}
      question={`Withdraw ${code}?`}
      consequence="Nobody can redeem it any more. Discounts that came of it go on."
      danger
      onConfirm={() => change.send({ id, state: 'withdrawn' })}
    >
      Withdraw
    </ConfirmButton>
  ) : (
    <ConfirmButton
      key="back"
      {...shared}
      question={`Bring ${code} back?`}
      consequence="It can be redeemed again, on the same terms."
      onConfirm={() => change.send({ id, state: 'active' })}
    >
      Bring back
    </ConfirmButton>
  );
};
