package dev.leat.runtime.execution;

import dev.leat.pipeline.CheckedBiFunction;
import dev.leat.pipeline.CheckedConsumer;
import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.CheckedPredicate;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The operators that stages may have {@linkplain OperatorClasses classes of their own} for: those
 * that do so little themselves that it matters how they are called. They use no nested classes and
 * no lambdas, and are made of one part.
 */
enum Template {
  HEAD(HeadOp.class, boolean.class),
  MAP(MapOp.class, CheckedFunction.class),
  FILTER(FilterOp.class, CheckedPredicate.class),
  FLAT_MAP(FlatMapOp.class, CheckedFunction.class),
  EACH(EachOp.class, CheckedConsumer.class),
  KEYED(KeyedOp.class, CheckedFunction.class),
  UNKEYED(UnkeyedOp.class, CheckedBiFunction.class),
  TAKE(TakeOp.class, long.class),
  TAKE_WHILE(TakeWhileOp.class, CheckedPredicate.class),
  SKIP(SkipOp.class, long.class),
  AGGREGATE(AggregateOp.class, AggregatePart.class);

  final Class<? extends Op> shared;
  private final Class<?> part;

  Template(Class<? extends Op> shared, Class<?> part) {
    this.shared = shared;
    this.part = part;
  }

  /** Makes an operator of the class that all jobs share. */
  @SuppressWarnings("unchecked") // whoever asks for the template of an operation gives its function
  Op make(Cursor cursor, StageRun stage, Object of, Op next) {
    return switch (this) {
      case HEAD -> new HeadOp(cursor, stage, (Boolean) of, next);
      case MAP -> new MapOp(cursor, stage, (CheckedFunction<Object, Object>) of, next);
      case FILTER -> new FilterOp(cursor, stage, (CheckedPredicate<Object>) of, next);
      case FLAT_MAP ->
          new FlatMapOp(cursor, stage, (CheckedFunction<Object, Iterable<Object>>) of, next);
      case EACH -> new EachOp(cursor, stage, (CheckedConsumer<Object>) of, next);
      case KEYED -> new KeyedOp(cursor, stage, (CheckedFunction<Object, Object>) of, next);
      case UNKEYED ->
          new UnkeyedOp(cursor, stage, (CheckedBiFunction<Object, Object, Object>) of, next);
      case TAKE -> new TakeOp(cursor, stage, (Long) of, next);
      case TAKE_WHILE -> new TakeWhileOp(cursor, stage, (CheckedPredicate<Object>) of, next);
      case SKIP -> new SkipOp(cursor, stage, (Long) of, next);
      case AGGREGATE -> new AggregateOp(cursor, stage, (AggregatePart) of, next);
    };
  }

  /** What makes operators of a copy of the class. */
  MethodHandle maker(Class<?> copy) {
    return maker(copy, MethodHandles.lookup());
  }

  /**
   * What makes operators of a copy of the class.
   *
   * @param lookup may use the copy; its own while it is initialized
   */
  MethodHandle maker(Class<?> copy, MethodHandles.Lookup lookup) {
    try {
      return lookup
          .findConstructor(
              copy, MethodType.methodType(void.class, Cursor.class, StageRun.class, part, Op.class))
          .asType(
              MethodType.methodType(
                  Op.class, Cursor.class, StageRun.class, Object.class, Op.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(copy + " cannot be made", e);
    }
  }

  /** Makes an operator of a copy of the class. */
  static Op make(MethodHandle maker, Cursor cursor, StageRun stage, Object part, Op next) {
    try {
      return (Op) maker.invokeExact(cursor, stage, part, next);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new IllegalStateException("an operator cannot be made", t);
    }
  }
}
