"""Files of claims of any size: encoded once, then audited bucket by bucket, with what is written moved whole."""
