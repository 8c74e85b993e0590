import { TRANSPORTS, textTransportSuite } from '@carillon/conformance';

for (const name of TRANSPORTS) textTransportSuite(name);
