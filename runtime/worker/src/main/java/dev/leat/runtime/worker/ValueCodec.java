package dev.leat.runtime.worker;

/**
 * Lets a type travel between processes that Leat does not know. Codecs are found by {@link
 * java.util.ServiceLoader}, in this process and in its workers, so they have to be on the class
 * path of both, which is the same.
 *
 * {@snippet :
 * public final class MoneyCodec implements ValueCodec<Money> {
 *   public Class<Money> type() { return Money.class; }
 *   public void write(Money money, ByteWriter out) { out.writeLong(money.cents()); }
 *   public Money read(ByteReader in) { return Money.ofCents(in.readLong()); }
 * }
 * }
 *
 * <p>Codecs are used by several threads at once.
 *
 * @param <T> the type
 */
public interface ValueCodec<T> {

  /** The type; objects of exactly this class are written. */
  Class<T> type();

  /** Writes an object. An exception makes the element fail. */
  void write(T value, ByteWriter out);

  /** Reads what {@link #write} wrote. */
  T read(ByteReader in);
}
