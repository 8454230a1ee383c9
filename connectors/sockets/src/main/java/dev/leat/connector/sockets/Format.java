package dev.leat.connector.sockets;

import io.netty.buffer.ByteBuf;

/** Knows the bytes of one kind of framing. Stateless. */
interface Format<T> {

  /** What an element is called in messages: {@code line}. */
  String noun();

  /**
   * Where the last complete frame ends, or 0 if there is none.
   *
   * @param bytes begin with the beginning of a frame
   * @param scanned there is no end of a frame before
   * @param to where the bytes end (exclusive)
   * @throws RejectedFrameException if the first bytes are no frame, so that the connection has to
   *     end
   */
  int complete(byte[] bytes, int scanned, int to, int max) throws RejectedFrameException;

  /**
   * Where a frame that is too long ends, if its end is in a range; else -1. Frames that are too
   * long are skipped like that.
   */
  int endOfSkipped(byte[] bytes, int from, int to);

  /** How many bytes of a frame that is under way count for the limit at least. */
  int overhead();

  /** How many bytes a written frame has beside those of the element. */
  int extra();

  /** A cursor over bytes that consist of complete frames. */
  Frames frames(byte[] bytes, int to);

  /**
   * Makes an element.
   *
   * @throws RejectedFrameException if the bytes are none
   */
  T element(byte[] bytes, int from, int to) throws RejectedFrameException;

  /**
   * Writes an element as a frame.
   *
   * @throws IllegalArgumentException if whoever reads it would see something else
   */
  void encode(T element, ByteBuf out);

  /** A cursor over frames. */
  interface Frames {

    /** Moves to the next one; false if there is none. */
    boolean next();

    /** Where its content begins. */
    int start();

    /** Where its content ends. */
    int end();

    /** Where the frame itself begins. */
    int frame();
  }
}
