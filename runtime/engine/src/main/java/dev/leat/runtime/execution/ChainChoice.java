package dev.leat.runtime.execution;

import dev.leat.runtime.plan.PlanSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * With which chain a sequential segment goes on. It begins with one of the classes that all jobs
 * share. When it turns out to have much to do it goes over to one of {@linkplain OperatorClasses
 * its own classes}, and later to a {@linkplain FixedChain fixed} one, if that proves to be faster.
 * A fixed chain that a job before has left is used at once. Used by one thread at a time.
 */
final class ChainChoice {

  /** A fixed chain is tried after so many times the elements after which there are own classes. */
  private static final int FIXED_AFTER = 20;

  private final Chains chains;
  private final long ownAfter;
  private final boolean untried;
  private final @Nullable FixedShape shape;
  private @Nullable FixedChain fixed;
  private @Nullable Chain constant;
  private Chain ordinary;
  private final Trial trial = new Trial();
  private Chain current;
  private boolean own;
  private boolean chosen;
  private long processed;
  private long read;
  private long begin;

  ChainChoice(Chains chains, PlanSettings settings) {
    this.chains = chains;
    this.ownAfter = settings.specializeAfter();
    this.untried = settings.fixUntried();
    this.shape = chains.shape();
    this.current = chains.shared();
    this.ordinary = current;
    FixedChain kept = shape == null ? null : chains.compiler().kept(shape);
    if (shape != null && kept != null) {
      fixed = kept;
      boolean proven = kept.isProven();
      own = !proven && handOver(chains.specialized());
      goOver(chains.bind(kept, shape), proven);
    }
  }

  Chain current() {
    return current;
  }

  /** The chain gets an input. */
  void begin() {
    if (!chosen) {
      read = current.head().read();
      begin = constant == null ? 0 : System.nanoTime();
    }
  }

  /** The input was dealt with and nothing of it is kept; returns the chain for the next one. */
  Chain end() {
    if (!chosen) {
      long elements = current.head().read() - read;
      processed += elements;
      choose(elements);
    }
    return current;
  }

  /** Goes on with a fixed chain, or tries it out first. */
  private void goOver(Chain made, boolean proven) {
    if (proven || untried) {
      handOver(made);
      chosen = true;
    } else {
      ordinary = current;
      constant = made;
    }
  }

  @SuppressWarnings("ReferenceEquality") // the question is which chain it is
  private void choose(long elements) {
    Chain tried = constant;
    if (tried != null) {
      boolean next = trial.next(current == tried, elements, System.nanoTime() - begin);
      handOver(next ? tried : ordinary);
      chosen = trial.isOver();
    } else if (!own && processed > ownAfter) {
      own = handOver(chains.specialized());
      chosen = !own || shape == null;
    } else if (own && shape != null && (untried || processed / FIXED_AFTER > ownAfter)) {
      FixedChain made = chains.compiler().fixed(shape);
      fixed = made;
      goOver(chains.bind(made, shape), false);
    }
  }

  @SuppressWarnings("ReferenceEquality") // the question is which chain it is
  private boolean handOver(Chain to) {
    Chain from = current;
    if (to == from) {
      return true;
    }
    from.head().count();
    List<Object> state = from.state();
    if (state == null) {
      return false;
    }
    to.restore(state);
    current = to;
    return true;
  }

  /** The segment has ended well: keeps what the next job can use. No chain may be used any more. */
  @SuppressWarnings("ReferenceEquality") // the question is which head it is
  void keep() {
    FixedChain left = fixed;
    if (shape != null && left != null) {
      fixed = null;
      left.prove(chosen && current.head() == left.head());
      chains.compiler().keep(shape, left);
    }
  }

  /**
   * Tries a chain whose code is not compiled yet: it gets one input of some, and no more than a
   * part of the time, until an element nearly always costs less there than in the input just before
   * it. Only neighbours are compared, because the machine itself is faster at one moment than at
   * another. A long chain takes seconds to be compiled, and is many times slower before.
   */
  static final class Trial {

    private static final int ONE_OF = 8;
    private static final int PART_OF_TIME = 4;

    /** Of the last {@link #COMPARED} comparisons, by chance alone once in 28 times. */
    private static final int FASTER = 7;

    private static final int COMPARED = 8;
    private static final int MOST_INPUTS = 20_000;

    /** So many elements make a measurement. */
    private static final int MEASURED = 256;

    /** Where an element costs so much there is little to be gained. */
    private static final double DEAR_NANOS = 200;

    private double least = Double.MAX_VALUE;
    private double before = Double.MAX_VALUE;
    private int inputs;

    /** A bit for each comparison, the last one lowest. */
    private int faster;

    private int others;
    private long otherNanos;
    private long lastNanos;
    private boolean over;

    /**
     * An input was dealt with.
     *
     * @param tried whether by the chain that is tried
     * @return whether the next one is for the chain that is tried; if it is over, all of them
     */
    boolean next(boolean tried, long elements, long nanos) {
      inputs++;
      if (elements >= MEASURED) {
        double each = (double) nanos / elements;
        if (tried) {
          faster = (faster << 1 | (each < before ? 1 : 0)) & ((1 << COMPARED) - 1);
        } else {
          before = each;
          least = Math.min(least, each);
        }
      }
      others = tried ? 0 : others + 1;
      otherNanos = tried ? 0 : otherNanos + nanos;
      lastNanos = tried ? nanos : lastNanos;
      boolean dear = inputs >= 4 * ONE_OF && least < Double.MAX_VALUE && least > DEAR_NANOS;
      boolean better = Integer.bitCount(faster) >= FASTER;
      over = better || inputs == MOST_INPUTS || dear;
      if (over) {
        return better;
      }
      return others >= ONE_OF - 1 && otherNanos >= PART_OF_TIME * lastNanos;
    }

    boolean isOver() {
      return over;
    }
  }
}
