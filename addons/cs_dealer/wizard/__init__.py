from . import cs_dealer_agreement_paper
