import { TRANSPORTS, transportSuite } from '@carillon/conformance';

for (const name of TRANSPORTS) transportSuite(name);
