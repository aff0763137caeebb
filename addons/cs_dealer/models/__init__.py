from . import cs_dealer_agreement, cs_dealer_agreement_band, cs_dealer_grade, res_partner
from . import cs_dealer_agreement_target
from . import cs_dealer_agreement_overlap
from . import cs_dealer_agreement_sign
from . import cs_dealer_agreement_renew
