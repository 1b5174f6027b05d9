package io.sketchwatch.jobs.live;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;

/** A way in which bytes go wrong, none of which changes the array it is given. */
enum ByteMutation {
  /** An end that never came. */
  CUT {
    @Override
    byte[] of(byte[] bytes, Random random) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
  },
  /** Up to eight bits turned over. */
  FLIPPED_BITS {
    @Override
    byte[] of(byte[] bytes, Random random) {
      byte[] flipped = bytes.clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return flipped;
    }
  },
  /** A stretch of other bytes, near the front, where headers are. */
  NOISE {
    @Override
    byte[] of(byte[] bytes, Random random) {
      byte[] noisy = bytes.clone();
      int from = random.nextInt(Math.min(64, noisy.length));
      byte[] noise = new byte[Math.min(noisy.length - from, 1 + random.nextInt(64))];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, noisy, from, noise.length);
      return noisy;
    }
  },
  /** A number that claims more than there is. */
  HUGE_NUMBER {
    @Override
    byte[] of(byte[] bytes, Random random) {
      byte[] huge = Arrays.copyOf(bytes, Math.max(4, bytes.length));
      int[] numbers = {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 0xffff, 40_000};
      ByteBuffer.wrap(huge)
          .putInt(random.nextInt(huge.length - 3), numbers[random.nextInt(numbers.length)]);
      return huge;
    }
  },
  /** A part that comes twice. */
  REPEATED {
    @Override
    byte[] of(byte[] bytes, Random random) {
      int from = random.nextInt(bytes.length);
      byte[] repeated = Arrays.copyOf(bytes, bytes.length + bytes.length - from);
      System.arraycopy(bytes, from, repeated, bytes.length, bytes.length - from);
      return repeated;
    }
  },
  /** Nothing but noise. */
  GARBAGE {
    @Override
    byte[] of(byte[] bytes, Random random) {
      byte[] garbage = new byte[random.nextInt(1024)];
      random.nextBytes(garbage);
      return garbage;
    }
  },
  /** Every part of it in its place, but the size that a PNG claims, checksum and all. */
  HUGE_PICTURE {
    @Override
    byte[] of(byte[] bytes, Random random) {
      byte[] huge = Arrays.copyOf(bytes, Math.max(33, bytes.length));
      CRC32 checksum = new CRC32();
      ByteBuffer header =
          ByteBuffer.wrap(huge)
              .putInt(16, 1 + random.nextInt(100_000))
              .putInt(20, 1 + random.nextInt(100_000));
      checksum.update(huge, 12, 17);
      header.putInt(29, (int) checksum.getValue());
      return huge;
    }
  };

  private static final ByteMutation[] ALL = values();

  /**
   * What has become of them.
   *
   * @param bytes at least one
   */
  abstract byte[] of(byte[] bytes, Random random);

  static ByteMutation any(Random random) {
    return ALL[random.nextInt(ALL.length)];
  }
}
