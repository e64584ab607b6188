"""A report as a spreadsheet: out with everything a person needs to fill it in, in again through the rules of the form."""
