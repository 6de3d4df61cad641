"""The only host access to a project's files: everything is opened beneath one folder, links are never followed.

Checking a path and then opening it loses against a link swapped in between; here the system resolves each path in one
step beneath a handle (`openat2`), or folder by folder without following links where it cannot.
"""

from lamplighter.services.project_files.beneath import Kind
from lamplighter.services.project_files.files import ProjectFiles

__all__ = ["Kind", "ProjectFiles"]
