from . import misconduct
