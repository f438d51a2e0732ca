"""Any OpenAI-compatible server, through LangChain. One dispatch, behind two verified seals."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from desk.models.prompt import messages
from desk.safeguards.sealed import Cleared, Masked
from desk.settings import Model
from desk.vocabulary.errors import ModelFailed, SettingsInvalid

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel, LanguageModelInput
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Endpoint:
    """The model that the settings name. Nothing is imported or opened before the first question."""

    def __init__(self, settings: Model) -> None:
        """Raises ``SettingsInvalid`` where the settings name no endpoint, or one that would receive passages in clear text."""
        if settings.missing:
            raise SettingsInvalid(
                settings.missing,
                "Name it under Settings, Model; or let answers come from quotes and switch the second opinion off.",
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
        yield from self._streamed(self._model(), messages(cleared, masked), self._settings.seconds, cancelled)

    def structured(self, prompt: "list[BaseMessage]", schema: Mapping[str, object], seconds: int) -> Iterator[str]:
        """The text of a JSON object that follows a schema, as far as the server keeps to it; raises ``ModelFailed``."""
        form = {"type": "json_schema", "json_schema": {"name": "opinion", "schema": dict(schema), "strict": True}}
        return self._streamed(self._model().bind(response_format=form, timeout=seconds), prompt, seconds, lambda: False)

    def _streamed(
        self,
        model: "Runnable[LanguageModelInput, Any]",
        prompt: "list[BaseMessage]",
        seconds: int,
        cancelled: Callable[[], bool],
    ) -> Iterator[str]:
        end = time.monotonic() + seconds
        try:
            for chunk in model.stream(prompt):
                if cancelled():
                    return
                if time.monotonic() > end:
                    raise TimeoutError
                yield chunk.text
        except ModelFailed:
            raise
        except Exception as error:  # the library raises its own, httpx's and pydantic's errors alike
            raise self._failure(error, seconds) from error

    def _model(self) -> "BaseChatModel":
        if self._chat is None:
            import httpx
            from langchain.chat_models import init_chat_model

            settings = self._settings
            self._chat = init_chat_model(
                settings.name,
                model_provider="openai",
                base_url=self._address,
                # The client insists on a key; servers without one ignore it.
                api_key=settings.api_key.get_secret_value() or "none",
                timeout=settings.seconds,
                # Passages go to the address that the settings name: no redirect and no proxy may send them elsewhere.
                http_client=httpx.Client(follow_redirects=False, trust_env=False),
                max_retries=0,
                temperature=settings.temperature,
                stream_usage=False,
                # Local servers know max_tokens, not the newer name that the client would send.
                extra_body={"max_tokens": settings.answer_tokens},
            )
        return self._chat

    def _failure(self, error: Exception, seconds: int) -> ModelFailed:
        import openai

        remedy = "Check Settings, Model, and that the server runs; or let answers come from quotes."
        if isinstance(error, (TimeoutError, openai.APITimeoutError)):
            return ModelFailed(
                f"The model {self.name} did not finish within {seconds} seconds.",
                "Ask again, raise the time limit under Settings, Model, or let answers come from quotes.",
            )
        if isinstance(error, openai.APIStatusError):
            return ModelFailed(f"The model {self.name} refused: status {error.status_code}.", remedy)
        if isinstance(error, openai.APIConnectionError):
            return ModelFailed(f"The model {self.name} cannot be reached.", remedy)
        return ModelFailed(f"The model {self.name} answered with something that is not a chat completion.", remedy)
