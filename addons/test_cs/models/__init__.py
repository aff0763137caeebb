from . import test_cs_document, test_cs_line
