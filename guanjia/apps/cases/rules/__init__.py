"""Pure decisions about cases: values in, refusals or values out. No database, no request, no clock."""
