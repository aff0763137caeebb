from . import portal_delivery
