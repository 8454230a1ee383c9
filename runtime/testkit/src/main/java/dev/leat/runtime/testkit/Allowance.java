package dev.leat.runtime.testkit;

import dev.leat.pipeline.Finding;
import dev.leat.runtime.execution.RunningStage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A blocking call that is allowed all the same.
 *
 * {@snippet :
 * Allowance warmUp =
 *     new Allowance("", "com.acme.GeoClient.warmUp", "reads its table once, before the first element");
 * }
 *
 * @param stage the name of the stage that may; empty for every stage
 * @param method the method inside of which it may, with its class, such as {@code
 *     com.acme.Cache.load}; {@code <clinit>} for the initialization of any class; empty for every
 *     method
 * @param reason why it does no harm
 */
public record Allowance(String stage, String method, String reason) {

  /** What is allowed in every test, because it is not the stage's doing or happens once. */
  static final List<Allowance> DEFAULTS =
      List.of(
          inside("java.util.UUID.randomUUID", "the first one reads a seed from the system"),
          inside("java.security.SecureRandom.nextBytes", "the first one reads a seed"),
          inside("java.lang.ClassLoader.loadClass", "each class is read once"),
          inside(
              "java.util.ServiceLoader$LazyClassPathLookupIterator.hasNextService",
              "services are looked up once"),
          inside("<clinit>", "each class is initialized once, and useless if that fails"),
          inside(
              "io.netty.buffer.AdaptivePoolingAllocator$Magazine.free",
              "loops that share a part of Netty's memory meet under a lock for a few instructions"),
          inside("java.util.logging.Logger.log", "its handlers write a line"),
          inside("ch.qos.logback.classic.Logger.callAppenders", "its appenders write a line"));

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException if it would allow everything or gives no reason
   */
  public Allowance {
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(method, "method");
    if (stage.isBlank() && method.isBlank()) {
      throw new IllegalArgumentException("an allowance needs a stage or a method, or both");
    }
    if (reason.isBlank()) {
      throw new IllegalArgumentException(
          "the allowance of stage '%s', method '%s' needs a reason".formatted(stage, method));
    }
  }

  private static Allowance inside(String method, String reason) {
    return new Allowance("", method, reason);
  }

  boolean allows(Finding finding) {
    boolean rightStage = stage.isEmpty() || stage.equals(finding.stage());
    return rightStage
        && (method.isEmpty()
            || method.equals(finding.call())
            || finding.stack().stream()
                .anyMatch(frame ->
                    method.equals(frame.getClassName() + "." + frame.getMethodName())
                        || method.equals(frame.getMethodName())));
  }

  boolean allows(Optional<RunningStage> running, BlockedStack stack) {
    boolean rightStage =
        stage.isEmpty() || running.map(RunningStage::name).filter(stage::equals).isPresent();
    return rightStage && (method.isEmpty() || stack.isInside(method));
  }
}
