from . import misconduct
from . import portal_delivery, portal_standard
from . import portal, rating
