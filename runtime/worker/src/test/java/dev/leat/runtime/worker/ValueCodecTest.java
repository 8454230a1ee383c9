package dev.leat.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.WorkerException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueCodecTest {

  /** A type that Leat does not know. */
  static final class Money {

    private final long cents;

    Money(long cents) {
      this.cents = cents;
    }

    static Money doubled(Money money) {
      return new Money(2 * money.cents);
    }
  }

  /** Found as a service; refuses some values. */
  public static final class MoneyCodec implements ValueCodec<Money> {

    private static final long NOT_WRITTEN = 13;
    private static final long NOT_READ = 17;

    @Override
    public Class<Money> type() {
      return Money.class;
    }

    @Override
    public void write(Money money, ByteWriter out) {
      if (money.cents == NOT_WRITTEN) {
        throw new IllegalArgumentException("not written");
      }
      out.writeLong(money.cents);
    }

    @Override
    public Money read(ByteReader in) {
      long cents = in.readLong();
      if (cents == NOT_READ) {
        throw new IllegalArgumentException("not read");
      }
      return new Money(cents);
    }
  }

  private static List<Object> doubled(long... cents) throws Exception {
    List<Money> money = Arrays.stream(cents).mapToObj(Money::new).toList();
    return Pools.results(
        Pools.jvm(Pools.policy(1).withAttempts(1), Pools.plain(Money::doubled)), 10, money);
  }

  @Test
  void shouldLetATypeTravelThereAndBack() throws Exception {
    assertThat(doubled(1, 2)).extracting(result -> ((Money) result).cents).containsExactly(2L, 4L);
  }

  @Test
  void shouldFailTheElementThatItCannotWrite() throws Exception {
    List<Object> results = doubled(1, MoneyCodec.NOT_WRITTEN, 3);

    assertThat(results.get(1))
        .isInstanceOf(WorkerException.class)
        .asString()
        .contains("not written");
    assertThat(results.get(2)).isInstanceOf(Money.class);
  }

  @Test
  void shouldFailTheElementThatItCannotRead() throws Exception {
    List<Object> results = doubled(1, MoneyCodec.NOT_READ, 3);

    assertThat(results.get(1)).isInstanceOf(WorkerException.class);
    assertThat(results.get(0)).isInstanceOf(Money.class);
    assertThat(results.get(2)).isInstanceOf(Money.class);
  }
}
