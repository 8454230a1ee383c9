package dev.leat.pipeline;

import dev.leat.pipeline.graph.ForkPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The options of worker JVMs, see {@link CpuOptions#forked(int, java.util.function.UnaryOperator)}.
 * Options are immutable: each method returns a changed copy.
 *
 * {@snippet :
 * images.cpu("scale", Images::scale, cpu -> cpu.forked(2, fork -> fork.heap(512).attempts(1)));
 * }
 */
public final class ForkOptions {

  private final ForkPolicy policy;

  ForkOptions(ForkPolicy policy) {
    this.policy = policy;
  }

  /**
   * How many workers an element may bring down, by a crash, an exit or a timeout, before it counts
   * as failed; by default 2. The elements beside it are computed again.
   */
  public ForkOptions attempts(int most) {
    return new ForkOptions(policy.withAttempts(most));
  }

  /** The most heap of each worker, in mebibytes; by default 128. One that needs more exits. */
  public ForkOptions heap(int mebibytes) {
    return new ForkOptions(policy.withJvm(mebibytes, policy.jvmOptions()));
  }

  /** Further options of the JVM, such as {@code -Dname=value}; they come after Leat's own. */
  public ForkOptions jvmOptions(String... options) {
    List<String> all = new ArrayList<>(policy.jvmOptions());
    all.addAll(List.of(options));
    return new ForkOptions(policy.withJvm(policy.heapMebibytes(), all));
  }

  /** Sets a variable of the workers' environment, which is otherwise that of this process. */
  public ForkOptions environment(String name, String value) {
    Map<String, String> all = new HashMap<>(policy.environment());
    all.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    return new ForkOptions(policy.withEnvironment(all));
  }

  /** The working folder of the workers; by default that of this process. */
  public ForkOptions directory(Path folder) {
    return new ForkOptions(policy.withDirectory(Objects.requireNonNull(folder, "folder")));
  }

  /** The most bytes that one element or result may have when it travels; by default 16 MiB. */
  public ForkOptions largestElement(int bytes) {
    return new ForkOptions(policy.withLargestElement(bytes));
  }

  ForkPolicy policy() {
    return policy;
  }
}
