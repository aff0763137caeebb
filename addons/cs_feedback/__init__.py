from . import models, wizard
from . import controllers, models, wizard
from . import controllers, models, report, wizard
from . import models, report, wizard
