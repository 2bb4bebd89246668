"""What can go wrong, said so that a person can act on it.

StorylineError
├── ScriptError      the script or storyboard that came in cannot be used
├── PlanError        a planner could not turn the script into a storyboard
├── RenderError      a generator or editor could not make its frames
├── AssemblyError    frames could not become a film
│   └── DiskFullError
├── StoreError       artifacts could not be kept
├── WorkerError      a process that was doing a task is gone
└── SetupError       this machine or installation lacks something
"""


class StorylineError(Exception):
    """Base of every error this product raises on purpose.

    The message says where, what was expected, what came and what to do.
    """

    retryable = False
    """Whether the same task may well succeed when it is tried again."""


class ScriptError(StorylineError):
    """A script or storyboard cannot be read or is not valid."""


class PlanError(StorylineError):
    """A planner could not make a storyboard of a valid script."""


class RenderError(StorylineError):
    """A generator or editor could not make the frames asked of it."""


class EditError(StorylineError):
    """A clip, a mask, a canonical image or an edit of them cannot be used."""


class AssemblyError(StorylineError):
    """Clips, sounds and titles could not be put together into a film."""


class DiskFullError(AssemblyError):
    """There is no room for what is to be written."""


class StoreError(StorylineError):
    """The store of artifacts cannot be read or written."""


class WorkerError(StorylineError):
    """A process that was doing a task is gone: killed, or out of memory."""

    retryable = True


class SetupError(StorylineError):
    """The machine, the installation or the command line lacks something."""
