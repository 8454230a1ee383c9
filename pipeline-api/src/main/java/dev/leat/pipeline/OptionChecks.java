package dev.leat.pipeline;

import dev.leat.pipeline.graph.CallPolicy;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reports options that make no sense, with the stage and the line that declare them. */
final class OptionChecks {

  private OptionChecks() {}

  static CallPolicy io(String stage, UnaryOperator<IoOptions> options) {
    return checked(stage, chosen(stage, IoOptions.defaults(), options).policy());
  }

  static CallPolicy ioMany(String stage, UnaryOperator<IoOptions> options) {
    CallPolicy policy = io(stage, options);
    if (policy.retry().attempts() > 1) {
      throw mistake(
          stage,
          "ioMany cannot retry, because results of the failed attempt were already emitted; retry inside the publisher, or use io(...) with a list as its result",
          null);
    }
    if (policy.orderKey() != null) {
      throw mistake(
          stage,
          "ioMany keeps the order of all elements or of none; call unordered(), or put it into a byKey",
          null);
    }
    return policy;
  }

  static CoroutineOptions coroutine(String stage, UnaryOperator<CoroutineOptions> options) {
    CoroutineOptions chosen = chosen(stage, CoroutineOptions.defaults(), options);
    int calls = checked(stage, chosen.policy()).concurrency();
    if (chosen.threads() > 0 && calls > chosen.threads()) {
      throw mistake(
          stage,
          "a concurrency of %d needs as many threads, but there are %d; leave concurrency out, or ask for more threads"
              .formatted(calls, chosen.threads()),
          null);
    }
    return chosen;
  }

  static CpuOptions cpu(String stage, UnaryOperator<CpuOptions> options) {
    CpuOptions chosen = chosen(stage, CpuOptions.defaults(), options);
    String mistake = chosen.mistake();
    if (mistake != null) {
      throw mistake(stage, mistake, null);
    }
    return chosen;
  }

  static PythonOptions python(String stage, UnaryOperator<PythonOptions> options) {
    return chosen(stage, PythonOptions.defaults(), options);
  }

  static void count(String operator, long count) {
    if (count < 0) {
      throw new PipelineDefinitionException(
          "%s at %s needs a count of at least 0, not %d"
              .formatted(operator, CallSites.caller(), count));
    }
  }

  static void amountAndTime(String operator, long elements, Duration time) {
    if (elements < 1 || time.isNegative() || time.isZero()) {
      throw new PipelineDefinitionException(
          "%s at %s needs at least 1 element and a time longer than zero, not %d and %s"
              .formatted(operator, CallSites.caller(), elements, time));
    }
  }

  static KeyOptions keys(String stage, UnaryOperator<KeyOptions> options) {
    return chosen(stage, KeyOptions.defaults(), options);
  }

  private static <O> O chosen(String stage, O defaults, UnaryOperator<O> options) {
    O chosen;
    try {
      chosen = options.apply(defaults);
    } catch (IllegalArgumentException e) {
      throw mistake(stage, String.valueOf(e.getMessage()), e);
    }
    if (chosen == null) {
      throw mistake(
          stage, "the options became null; return what the last option method returned", null);
    }
    return chosen;
  }

  private static CallPolicy checked(String stage, CallPolicy policy) {
    if (policy.ordered() && policy.window() < policy.concurrency()) {
      throw mistake(
          stage,
          "a reorder window of %d is smaller than the concurrency of %d; make it at least as large, or call unordered()"
              .formatted(policy.window(), policy.concurrency()),
          null);
    }
    Duration timeout = policy.timeout();
    Duration deadline = policy.deadline();
    if (timeout != null && deadline != null && deadline.compareTo(timeout) < 0) {
      throw mistake(
          stage,
          "the deadline of %s for all attempts is shorter than the timeout of %s for one; make the deadline longer or leave the timeout out"
              .formatted(deadline, timeout),
          null);
    }
    return policy;
  }

  private static PipelineDefinitionException mistake(
      String stage, String message, @Nullable Throwable cause) {
    return new PipelineDefinitionException(
        "stage '%s' (%s): %s".formatted(stage, CallSites.caller(), message), cause);
  }
}
