"""Any OpenAI-compatible server, through LangChain. One dispatch, behind two verified seals."""

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desk.models.prompt import messages
from desk.safeguards.sealed import Cleared, Masked
from desk.settings import Model
from desk.vocabulary.errors import ModelFailed, SettingsInvalid

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Endpoint:
    """The model that the settings name. Nothing is imported or opened before the first question."""

    def __init__(self, settings: Model) -> None:
        if settings.base_url is None or not settings.name:
            missing = "an endpoint" if settings.base_url is None else "a model name"
            raise SettingsInvalid(
                f"Answers are set to come from a model, but {missing} is not set.",
                "Name it under Settings, Model, or let answers come from quotes.",
            )
        self._settings = settings
        self._address = str(settings.base_url)
        self._refuse_clear_text()
        self._chat: BaseChatModel | None = None

    @property
    def name(self) -> str:
        """Model and address, as shown with each answer."""
        return f"{self._settings.name} at {self._address}"

    def _refuse_clear_text(self) -> None:
        parts = urlsplit(self._address)
        if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
            raise SettingsInvalid(
                f"The endpoint {self._address} would receive passages in clear text over the network.",
                "Use https, or a server on this machine.",
            )

    def dispatch(self, cleared: Cleared, masked: Masked, cancelled: Callable[[], bool]) -> Iterator[str]:
        """Send question and passages; yield the text as it comes.

        Raises ``ModelFailed`` where the server is not there, refuses, stalls, answers with something else than a chat
        completion, or takes longer than the time limit in all.
        """
        cleared.verify()
        masked.verify()
        end = time.monotonic() + self._settings.seconds
        try:
            for chunk in self._model().stream(messages(cleared, masked)):
                if cancelled():
                    return
                if time.monotonic() > end:
                    raise TimeoutError
                yield chunk.text
        except ModelFailed:
            raise
        except Exception as error:  # the library raises its own, httpx's and pydantic's errors alike
            raise self._failure(error) from error

    def _model(self) -> "BaseChatModel":
        if self._chat is None:
            from langchain.chat_models import init_chat_model

            settings = self._settings
            self._chat = init_chat_model(
                settings.name,
                model_provider="openai",
                base_url=self._address,
                # The client insists on a key; servers without one ignore it.
                api_key=settings.api_key.get_secret_value() or "none",
                timeout=settings.seconds,
                max_retries=0,
                temperature=settings.temperature,
                stream_usage=False,
                # Local servers know max_tokens, not the newer name that the client would send.
                extra_body={"max_tokens": settings.answer_tokens},
            )
        return self._chat

    def _failure(self, error: Exception) -> ModelFailed:
        import openai

        remedy = "Check Settings, Model, and that the server runs; or let answers come from quotes."
        if isinstance(error, (TimeoutError, openai.APITimeoutError)):
            return ModelFailed(
                f"The model {self.name} did not finish within {self._settings.seconds} seconds.",
                "Ask again, raise the time limit under Settings, Model, or let answers come from quotes.",
            )
        if isinstance(error, openai.APIStatusError):
            return ModelFailed(f"The model {self.name} refused: status {error.status_code}.", remedy)
        if isinstance(error, openai.APIConnectionError):
            return ModelFailed(f"The model {self.name} cannot be reached.", remedy)
        return ModelFailed(f"The model {self.name} answered with something that is not a chat completion.", remedy)
