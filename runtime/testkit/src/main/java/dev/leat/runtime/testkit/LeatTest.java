package dev.leat.runtime.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fails a test of JUnit if a stage blocks a thread that must not be blocked: an event loop or a
 * worker that computes. The message names the stage, what it declared, the call, the line, and what
 * to declare instead; it also comes when the user's code, or a library, catches what the call
 * threw. Stands on a class or on a method. A test method may take a {@link BlockingCalls}, to look
 * at the calls itself.
 *
 * <p>A test that runs into the time limit of JUnit's {@code @Timeout} fails with what its jobs were
 * doing: which stage waits for which, which waits for no other, and the stacks of its threads. It
 * is printed to the standard error as well, because a test need not end when it is interrupted.
 * Without a limit, the logger {@code dev.leat.findings} says it when no element of a job has moved
 * for two seconds.
 *
 * <p>For jobs that start in such a test, a stage may hold an event loop for 25 ms at once instead
 * of 50, and a job counts as stalled after two seconds instead of 30, unless the runtime was given
 * other limits.
 *
 * <p>All tests that run at the same time see the calls of all of them: do not run these in parallel
 * in one JVM.
 *
 * {@snippet :
 * @LeatTest
 * final class EnrichTest {
 *
 *   @Test
 *   void shouldEnrich() {
 *     try (LocalRuntime runtime = LocalRuntime.create()) {
 *       Stage<String> names = Pipeline.named("test").from(Sources.of("ada", "grace"));
 *       runtime.collect(names.cpu("enrich", String::toUpperCase));
 *     }
 *   }
 * }
 * }
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(LeatTestExtension.class)
public @interface LeatTest {

  /**
   * Whether a test also fails if something is {@linkplain dev.leat.pipeline.Job#findings found} in
   * a job that starts in it, as contended monitors, blocking channels and long computations on an
   * event loop are. Test methods may take {@link JobFindings}, to look at the findings themselves.
   * What stands on a method counts, then what stands on the class.
   */
  boolean findings() default false;
}
