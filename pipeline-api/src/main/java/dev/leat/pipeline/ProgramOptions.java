package dev.leat.pipeline;

import dev.leat.pipeline.graph.ForkPolicy;
import dev.leat.pipeline.graph.Shares;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The options that all stages which run programs of other languages have in common. Options are
 * immutable: each method returns a changed copy.
 *
 * {@snippet :
 * texts.python("score", "scores:score", Double.class,
 *     python -> python.workers(2).timeout(Duration.ofSeconds(5)).onError(OnError.skip()));
 * }
 *
 * @param <O> the type of the options themselves
 */
public abstract sealed class ProgramOptions<O extends ProgramOptions<O>>
    permits PythonOptions, Command {

  private final Common common;

  /**
   * What they have in common.
   *
   * @param policy how processes are used
   * @param ordered whether the order of the input is kept
   * @param onError what happens to an element that fails
   * @param shares what is shared with it
   */
  record Common(ForkPolicy policy, boolean ordered, OnError onError, Shares shares) {

    static final Common DEFAULTS =
        new Common(ForkPolicy.DEFAULTS, true, OnError.fail(), Shares.NONE);

    Common {
      Objects.requireNonNull(onError, "onError");
    }
  }

  ProgramOptions(Common common) {
    this.common = common;
  }

  abstract O with(Common changed);

  private O with(ForkPolicy policy) {
    return with(new Common(policy, common.ordered, common.onError, common.shares));
  }

  /** How many processes compute at once; by default 1. */
  public O workers(int processes) {
    return with(common.policy.withWorkers(processes));
  }

  /**
   * The longest that one element may take; its worker is then killed and replaced. By default there
   * is no limit.
   */
  public O timeout(Duration element) {
    return with(common.policy.withTimeout(Objects.requireNonNull(element, "element")));
  }

  /**
   * How many workers an element may bring down before it counts as failed; by default 2. The
   * elements beside it are computed again.
   */
  public O attempts(int most) {
    return with(common.policy.withAttempts(most));
  }

  /** Sets a variable of the workers' environment, which is otherwise that of this process. */
  public O environment(String name, String value) {
    Map<String, String> all = new HashMap<>(common.policy.environment());
    all.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    return with(common.policy.withEnvironment(all));
  }

  /** The working folder of the workers; by default that of this process. */
  public O directory(Path folder) {
    return with(common.policy.withDirectory(Objects.requireNonNull(folder, "folder")));
  }

  /** The most bytes that one element or result may have when it travels; by default 16 MiB. */
  public O largestElement(int bytes) {
    return with(common.policy.withLargestElement(bytes));
  }

  /** Results leave as they come, not in the order of the input. */
  public O unordered() {
    return with(new Common(common.policy, false, common.onError, common.shares));
  }

  /** What happens to an element that fails; by default the job fails. */
  public O onError(OnError action) {
    return with(new Common(common.policy, common.ordered, action, common.shares));
  }

  /**
   * Lets the program read a table: a Python function by {@code leat.table(name)} of the module
   * {@code leat}, which is there in every worker and returns a {@code memoryview} of bytes, of
   * numbers, or something with {@code get(key)}; any other program by the variable {@code
   * LEAT_TABLES}, which has a line for each table: its name, its kind, {@code own} or {@code lent},
   * and its file, with tabs in between.
   */
  public O table(String name, SharedTable<?> table) {
    Objects.requireNonNull(table, "table");
    return with(shares(common.shares.withTable(name, table)));
  }

  /**
   * Lets the program add to an accumulator: a Python function by {@code leat.add(name, value)}; any
   * other one that speaks frames as docs/guide/forked.md describes it.
   */
  public O accumulator(Accumulator<?> accumulator) {
    Objects.requireNonNull(accumulator, "accumulator");
    return with(shares(common.shares.withAccumulator(accumulator)));
  }

  private Common shares(Shares shares) {
    return new Common(common.policy, common.ordered, common.onError, shares);
  }

  final Common common() {
    return common;
  }
}
