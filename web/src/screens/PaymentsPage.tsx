import { useListSearch } from '../kit/list-search.ts';
import { PageHeader } from '../kit/PageHeader.tsx';
import { PaymentList } from '../payments/PaymentList.tsx';
import { PaymentDrawer } from './payment/PaymentDrawer.tsx';

/** Money that came in, and beside it the payment one looks at. */
export const PaymentsPage = () => {
  const { search, set } = useListSearch();
  return (
    <>
      <PageHeader title="Payments" />
      <PaymentList />
      {search.payment && <PaymentDrawer id={search.payment} onClose={() => set({ payment: undefined })} />}
    </>
  );
};
