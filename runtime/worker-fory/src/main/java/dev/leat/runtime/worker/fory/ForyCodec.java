package dev.leat.runtime.worker.fory;

import dev.leat.runtime.worker.ByteReader;
import dev.leat.runtime.worker.ByteWriter;
import dev.leat.runtime.worker.ValueCodec;
import org.apache.fory.Fory;
import org.apache.fory.ThreadSafeFory;

/**
 * Lets a class that is no record travel between processes, with all that it refers to, by <a
 * href="https://fory.apache.org">Apache Fory</a>. A subclass with a constructor without arguments
 * names the classes; nothing else is written, and nothing else is made of what is read.
 *
 * {@snippet :
 * public final class OrderCodec extends ForyCodec<Order> {
 *   public OrderCodec() {
 *     super(Order.class, Customer.class, Item.class);
 *   }
 * }
 * }
 *
 * <p>It is found as a service, like any {@link ValueCodec}. References to one object remain so,
 * circles too. Fory compiles code for the classes when they are first used, so the first elements
 * take some tenths of a second more.
 *
 * @param <T> the type
 */
public abstract class ForyCodec<T> implements ValueCodec<T> {

  private final Class<T> type;
  private final ThreadSafeFory fory;

  /**
   * A codec.
   *
   * @param type the type of the elements or results
   * @param parts the other classes that objects in them have; types of the JDK need not be named
   */
  protected ForyCodec(Class<T> type, Class<?>... parts) {
    this.type = type;
    this.fory =
        Fory.builder()
            .withXlang(false)
            .requireClassRegistration(true)
            .withRefTracking(true)
            .withClassLoader(type.getClassLoader())
            .buildThreadSafeFory();
    fory.register(type);
    for (Class<?> part : parts) {
      fory.register(part);
    }
  }

  @Override
  public final Class<T> type() {
    return type;
  }

  @Override
  public final void write(T value, ByteWriter out) {
    byte[] bytes;
    try {
      bytes = fory.serialize(value);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "%s cannot be written (%s); each class in it has to be named in the constructor of %s"
              .formatted(type.getName(), e.getMessage(), getClass().getName()),
          e);
    }
    out.writeInt(bytes.length);
    out.writeBytes(bytes);
  }

  @Override
  public final T read(ByteReader in) {
    return fory.deserialize(in.readBytes(in.readInt()), type);
  }
}
