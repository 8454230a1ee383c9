package dev.leat.runtime.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Allows blocking calls in a {@link LeatTest}, by stage, by method or by both. Stands beside it on
 * a class or a method; what stands on the class holds for all its methods.
 *
 * {@snippet :
 * @LeatTest
 * @AllowBlocking(stage = "enrich", reason = "the old client; goes with the next release")
 * final class OrdersTest {}
 * }
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(AllowBlocking.All.class)
public @interface AllowBlocking {

  /** The name of the stage that may block; empty for every stage. */
  String stage() default "";

  /** The method inside of which it may, with its class; empty for every method. */
  String method() default "";

  /** Why it does no harm. */
  String reason();

  /** Several of them. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  @interface All {

    /** The allowances. */
    AllowBlocking[] value();
  }
}
