from . import cs_dealer_agreement, cs_dealer_agreement_band, cs_dealer_grade, res_partner
