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
public @interface LeatTest {}
