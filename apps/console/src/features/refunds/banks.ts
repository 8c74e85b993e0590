/** Banks of debit cards as WeChat Pay abbreviates them ("bank types" of its documents), those with most cards. */
export const BANKS = [
  'ICBC_DEBIT',
  'ABC_DEBIT',
  'BOC_DEBIT',
  'CCB_DEBIT',
  'PSBC_DEBIT',
  'COMM_DEBIT',
  'CMB_DEBIT',
  'CITIC_DEBIT',
  'CEB_DEBIT',
  'HXB_DEBIT',
  'CMBC_DEBIT',
  'GDB_DEBIT',
  'PAB_DEBIT',
  'CIB_DEBIT',
  'SPDB_DEBIT',
] as const;
