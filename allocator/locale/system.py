"""What the operating system says of a file, in words that can be translated."""

import errno

from allocator.locale import N_

_FAULTS = {
    errno.ENOENT: N_("it is not there"),
    errno.EACCES: N_("you have no permission for it"),
    errno.EPERM: N_("you have no permission for it"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("part of the path is a file, not a folder"),
    errno.EEXIST: N_("a file of this name is in the way"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EROFS: N_("the disk cannot be written"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EFBIG: N_("it is too large"),
    errno.ELOOP: N_("it is a link to itself"),
}


def fault_of(error: OSError) -> str:
    """Why a file could not be used: a text marked for translation, or what the system itself says."""
    return _FAULTS.get(error.errno or 0, error.strerror or "?")
