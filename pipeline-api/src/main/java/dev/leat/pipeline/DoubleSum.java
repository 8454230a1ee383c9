package dev.leat.pipeline;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An exact sum of doubles that is rounded once, at the end, so that it does not depend on how the
 * work was divided. Used by one thread at a time.
 *
 * <p>After the small superaccumulator of R. M. Neal, "Fast exact summation using small and large
 * superaccumulators" (2015): one fixed-point number, wide enough for every double, as digits of 32
 * bits. Digits are kept in longs and signed, so that carries need to be handed on only now and
 * then. The end is simpler than in the paper, and slower: it leaves the rounding to {@link
 * BigDecimal}.
 */
final class DoubleSum {

  /** Doubles span 2,098 bits; the two last digits take the carries. */
  private static final int DIGITS = 68;

  /** An addition changes a digit by less than 2^53, so a long stays correct this often. */
  private static final int ADDITIONS_PER_CARRY = 512;

  private static final long DIGIT = 0xFFFF_FFFFL;
  private static final long IMPLICIT_BIT = 1L << 52;
  private static final long FRACTION = IMPLICIT_BIT - 1;
  private static final BigDecimal UNIT = new BigDecimal(Double.MIN_VALUE);

  private final long[] digits = new long[DIGITS];
  private int additions;
  private boolean finite = true;
  private double notFinite;

  DoubleSum add(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> 52) & 0x7FF;
    if (exponent == 0x7FF) {
      finite = false;
      notFinite += value;
      return this;
    }
    long mantissa = exponent == 0 ? bits & FRACTION : (bits & FRACTION) | IMPLICIT_BIT;
    int shift = Math.max(exponent - 1, 0);
    int place = shift >>> 5;
    int within = shift & 31;
    long low = (mantissa << within) & DIGIT;
    long high = mantissa >>> (32 - within);
    digits[place] += bits < 0 ? -low : low;
    digits[place + 1] += bits < 0 ? -high : high;
    if (++additions == ADDITIONS_PER_CARRY) {
      carry();
    }
    return this;
  }

  DoubleSum add(DoubleSum other) {
    carry();
    other.carry();
    for (int i = 0; i < DIGITS; i++) {
      digits[i] += other.digits[i];
    }
    carry();
    notFinite += other.notFinite;
    finite &= other.finite;
    return this;
  }

  double value() {
    if (!finite) {
      return notFinite;
    }
    BigInteger total = BigInteger.ZERO;
    for (int i = DIGITS - 1; i >= 0; i--) {
      total = total.shiftLeft(32).add(BigInteger.valueOf(digits[i]));
    }
    return new BigDecimal(total).multiply(UNIT).doubleValue();
  }

  /** Leaves all digits but the last from 0 to 2^32-1; the last one has the sign. */
  private void carry() {
    additions = 0;
    for (int i = 0; i < DIGITS - 1; i++) {
      digits[i + 1] += digits[i] >> 32;
      digits[i] &= DIGIT;
    }
  }
}
