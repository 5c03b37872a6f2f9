/**
 * What the warp's matrix instructions do, from the PTX ISA (9.2, section 9.7.14.5): "Matrix Fragments for
 * mma.m16n8k8" (9.7.14.5.7), "... for mma.m16n8k16 with floating point type" (9.7.14.5.8), "ldmatrix" (9.7.14.5.15).
 *
 * In all of them, lane = 4 group + member: `group` is 0 to 7, `member` is 0 to 3.
 */

#include "collectives.h"

#include "failure.h"
#include "threads.h"

namespace shim {

namespace {

constexpr int lanes = 32;
constexpr int rows = 16;    // m
constexpr int columns = 8;  // n

/** One row of B or of sums, all of whose elements are computed with at once. */
using Row = double __attribute__((vector_size(columns * sizeof(double))));

/**
 * D += A B. Sums are of doubles, in which products of float16 and of tf32 are exact, and rounded once.
 *
 * D, as both shapes have it: d[0], d[1] are at row `group`, columns 2 member and 2 member + 1; d[2], d[3] are 8 rows
 * below.
 */
template <int depth>
void multiply(const double (&a)[rows][depth], const Row (&b)[depth], void* const* operands) {
  for (int row = 0; row < rows; row++) {
    const auto d = [&](int column) -> float& {
      const int lane = row % 8 * 4 + column / 2;
      return static_cast<Fragments*>(operands[lane])->d[row / 8 * 2 + column % 2];
    };
    Row sums;
    for (int column = 0; column < columns; column++) sums[column] = d(column);
    for (int k = 0; k < depth; k++) sums += a[row][k] * b[k];
    for (int column = 0; column < columns; column++) d(column) = float(sums[column]);
  }
}

/** The half at bits 0 to 15 of a register, or at 16 to 31. */
double half_in(unsigned bits, int which) { return to_float(half{std::uint16_t(bits >> 16 * which)}); }

/** The hardware reads the upper 19 bits. */
double tf32_in(unsigned bits) { return float_of(bits & ~0x1fffu); }

}  // namespace

/**
 * mma.m16n8k16.row.col.f32.f16.f16.f32. A register has two neighbours along k, the first in its lower half.
 *
 * A: a[0] is at row `group`, k = 2 member; a[1] 8 rows below; a[2], a[3] are 8 further along k.
 * B: b[0] is at k = 2 member, column `group`; b[1] is 8 further along k.
 */
void multiply_f16(void* const* operands) {
  double a[rows][16];
  Row b[16];
  for (int lane = 0; lane < lanes; lane++) {
    const auto& from = *static_cast<Fragments*>(operands[lane]);
    const int group = lane / 4, member = lane % 4;
    for (int i = 0; i < 4; i++)
      for (int which = 0; which < 2; which++)
        a[group + i % 2 * 8][member * 2 + which + i / 2 * 8] = half_in(from.a[i], which);
    for (int i = 0; i < 2; i++)
      for (int which = 0; which < 2; which++) b[member * 2 + which + i * 8][group] = half_in(from.b[i], which);
  }
  multiply(a, b, operands);
}

/**
 * mma.m16n8k8.row.col.f32.tf32.tf32.f32. A register has one element.
 *
 * A: a[0] is at row `group`, k = member; a[1] 8 rows below; a[2], a[3] are 4 further along k.
 * B: b[0] is at k = member, column `group`; b[1] is 4 further along k.
 */
void multiply_tf32(void* const* operands) {
  double a[rows][8];
  Row b[8];
  for (int lane = 0; lane < lanes; lane++) {
    const auto& from = *static_cast<Fragments*>(operands[lane]);
    const int group = lane / 4, member = lane % 4;
    for (int i = 0; i < 4; i++) a[group + i % 2 * 8][member + i / 2 * 4] = tf32_in(from.a[i]);
    for (int i = 0; i < 2; i++) b[member + i * 4][group] = tf32_in(from.b[i]);
  }
  multiply(a, b, operands);
}

/**
 * ldmatrix.sync.aligned.m8n8.x4.shared.b16: four matrices of 8 rows of 8 elements of 16 bits. Lane 8 i + j brings the
 * address of row j of matrix i; r[i] of a lane is row `group`, elements 2 member and 2 member + 1 of matrix i.
 */
void load_matrices(void* const* operands) {
  for (int lane = 0; lane < lanes; lane++) {
    const auto& to = *static_cast<MatrixRow*>(operands[lane]);
    check_shared(to.row, 16, 16);
    const int group = lane / 4, member = lane % 4;
    for (int i = 0; i < 4; i++) {
      const auto* row = static_cast<const unsigned char*>(static_cast<MatrixRow*>(operands[8 * i + group])->row);
      std::memcpy(&to.result[i], row + member * 4, 4);
    }
  }
}

}  // namespace shim
