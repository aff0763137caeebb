from . import models, report, wizard
from . import models, wizard
from .hooks import uninstall_hook
from . import models, wizard, controllers
