package dev.leat.runtime.plan;

import dev.leat.pipeline.OnError;
import dev.leat.pipeline.graph.CallPolicy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a stage, as explanations show it.
 *
 * @param key what it is called in JSON
 * @param value its value in JSON: a number, a text, a boolean, or null for none
 * @param text the setting in words
 */
record Option(String key, @Nullable Object value, String text) {

  static Option text(String key, String words) {
    return new Option(key, words, key + " " + words);
  }

  static Option number(String key, long value) {
    return new Option(key, value, key + " " + Words.number(value));
  }

  static Option ordered(boolean ordered) {
    return new Option("ordered", ordered, Words.order(ordered));
  }

  static Option onError(OnError action) {
    return switch (action) {
      case OnError.Fail fail -> new Option("onError", "fail", "on error fail");
      case OnError.Skip skip -> new Option("onError", "skip", "on error skip");
      case OnError.DeadLetters letters ->
          new Option("onError", "deadLetters", "on error dead letters");
    };
  }

  /** Everything that is said about the calls of a stage that waits. */
  static List<Option> calls(CallPolicy policy) {
    String retry = policy.retry().toString();
    return List.of(
        number("concurrency", policy.concurrency()),
        order(policy),
        number("window", policy.window()),
        timeout(policy),
        limit("deadline", policy.deadline(), "none"),
        new Option("retry", retry, "retry " + retry),
        onError(policy.onError()));
  }

  private static Option order(CallPolicy policy) {
    return policy.orderKey() == null
        ? ordered(policy.ordered())
        : new Option("ordered", "BY_KEY", "order kept by key");
  }

  private static Option timeout(CallPolicy policy) {
    boolean open = policy.timeout() == null && policy.deadline() == null;
    return limit(
        "timeout", policy.timeout(), open ? "none: a call that never ends holds the job" : "none");
  }

  static Option limit(String key, @Nullable Duration limit, String none) {
    return limit == null
        ? new Option(key, null, key + " " + none)
        : new Option(key, limit.toString(), key + " " + Words.duration(limit));
  }
}
