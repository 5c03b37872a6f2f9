;; resnet50, [1, 3, 224, 224] -> [1, 1000]: 31 kernels that 56 steps call, 4.09 GMACs a run.
;;
;; A kernel is given the addresses, in bytes, of what it reads and writes ($x an image, $w weights, $b a bias,
;; $r0 and on what its end reads, $y the result), of room to work in, and which units of its work to do: $from
;; up to, not including, $to. All numbers are float32; channels of an image lie side by side.
;;
;; Assembled, this text is kernels.wasm. So is kernels-relaxed.wasm, with each
;;
;;   (f32x4.add (f32x4.mul a b) c)    as    (f32x4.relaxed_madd a b c)
;;
;; which is one instruction, rounded once, where the CPU has it, and else the same.
(module
  (import "env" "memory" (memory 3023 65536))

  ;; Weights for Winograd's F(4x4, 3x3): G g G^T for 4096 windows.
  ;; Used by layer1.0.conv2, layer1.1.conv2, layer1.2.conv2.
  ;; 4 units of work.
  (func $winograd4_weights_4096 (export "winograd4_weights_4096") (param $w i32) (param $u i32)
      (param $room i32) (param $from i32) (param $to i32)
    (local $first i32) (local $last i32) (local $from_window i32) (local $to_window i32) (local $i i32)
    (local $unit i32) (local $g00 v128) (local $g10 v128) (local $g20 v128) (local $f0 v128) (local $f1 v128)
    (local $f2 v128) (local $f3 v128) (local $t00 v128) (local $t10 v128) (local $t20 v128) (local $t30 v128)
    (local $t40 v128) (local $t50 v128) (local $g01 v128) (local $g11 v128) (local $g21 v128)
    (local $t01 v128) (local $t11 v128) (local $t21 v128) (local $t31 v128) (local $t41 v128)
    (local $t51 v128) (local $g02 v128) (local $g12 v128) (local $g22 v128) (local $t02 v128)
    (local $t12 v128) (local $t22 v128) (local $t32 v128) (local $t42 v128) (local $t52 v128)
    ;; In float64, rounded once; two windows at a time.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $first (i32.mul (local.get $unit) (i32.const 1024)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1024))
              (i32.const 4096)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1024)) (i32.const 4096))))
          (local.set $i (local.get $first))
          (if (i32.lt_u (local.get $i) (local.get $last))
            (then
              (loop $i
                (local.set $from_window (i32.add (local.get $w) (i32.mul (local.get $i) (i32.const 4))))
                (local.set $to_window (i32.add (local.get $u) (i32.mul (local.get $i) (i32.const 4))))
                (local.set $g00 (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $from_window))))
                (local.set $g10
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=49152 (local.get $from_window))))
                (local.set $g20
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=98304 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g20) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $g00) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $g10) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $g20) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $g00) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $g10) (f64x2.splat (f64.const 0.08333333333333333))))
                (local.set $t00 (f64x2.mul (local.get $g00) (f64x2.splat (f64.const 0.25))))
                (local.set $t10 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t20 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t30 (f64x2.add (local.get $f2) (local.get $f3)))
                (local.set $t40 (f64x2.sub (local.get $f2) (local.get $f3)))
                (local.set $t50 (local.get $g20))
                (local.set $g01
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=16384 (local.get $from_window))))
                (local.set $g11
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=65536 (local.get $from_window))))
                (local.set $g21
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=114688 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g21) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $g01) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $g11) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $g21) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $g01) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $g11) (f64x2.splat (f64.const 0.08333333333333333))))
                (local.set $t01 (f64x2.mul (local.get $g01) (f64x2.splat (f64.const 0.25))))
                (local.set $t11 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t21 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t31 (f64x2.add (local.get $f2) (local.get $f3)))
                (local.set $t41 (f64x2.sub (local.get $f2) (local.get $f3)))
                (local.set $t51 (local.get $g21))
                (local.set $g02
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=32768 (local.get $from_window))))
                (local.set $g12
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=81920 (local.get $from_window))))
                (local.set $g22
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=131072 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g22) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $g02) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $g12) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $g22) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $g02) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $g12) (f64x2.splat (f64.const 0.08333333333333333))))
                (local.set $t02 (f64x2.mul (local.get $g02) (f64x2.splat (f64.const 0.25))))
                (local.set $t12 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t22 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t32 (f64x2.add (local.get $f2) (local.get $f3)))
                (local.set $t42 (f64x2.sub (local.get $f2) (local.get $f3)))
                (local.set $t52 (local.get $g22))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t02) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t00) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t01) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t02) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t00) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t01) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t00) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=16448 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=32896 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=49344 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=65792 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=82240 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t02)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t12) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t10) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t11) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t12) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t10) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t11) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=98688 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t10) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=115136 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=131584 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=148032 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=164480 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=180928 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t12)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t22) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t20) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t21) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t22) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t20) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t21) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=197376 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t20) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=213824 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=230272 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=246720 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=263168 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=279616 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t22)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t32) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t30) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t31) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t32) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t30) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t31) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=296064 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t30) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=312512 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=328960 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=345408 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=361856 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=378304 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t32)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t42) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t40) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t41) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t42) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t40) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t41) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=394752 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t40) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=411200 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=427648 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=444096 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=460544 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=476992 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t42)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t52) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t50) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t51) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t52) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t50) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t51) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=493440 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t50) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=509888 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=526336 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=542784 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=559232 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=575680 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t52)))
                (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 2))) (local.get $last))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; Weights for Winograd's F(4x4, 3x3): G g G^T for 16384 windows.
  ;; Used by layer2.1.conv2, layer2.2.conv2, layer2.3.conv2.
  ;; 16 units of work.
  (func $winograd4_weights_16384 (export "winograd4_weights_16384") (param $w i32) (param $u i32)
      (param $room i32) (param $from i32) (param $to i32)
    (local $first i32) (local $last i32) (local $from_window i32) (local $to_window i32) (local $i i32)
    (local $unit i32) (local $g00 v128) (local $g10 v128) (local $g20 v128) (local $f0 v128) (local $f1 v128)
    (local $f2 v128) (local $f3 v128) (local $t00 v128) (local $t10 v128) (local $t20 v128) (local $t30 v128)
    (local $t40 v128) (local $t50 v128) (local $g01 v128) (local $g11 v128) (local $g21 v128)
    (local $t01 v128) (local $t11 v128) (local $t21 v128) (local $t31 v128) (local $t41 v128)
    (local $t51 v128) (local $g02 v128) (local $g12 v128) (local $g22 v128) (local $t02 v128)
    (local $t12 v128) (local $t22 v128) (local $t32 v128) (local $t42 v128) (local $t52 v128)
    ;; In float64, rounded once; two windows at a time.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $first (i32.mul (local.get $unit) (i32.const 1024)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1024))
              (i32.const 16384)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1024)) (i32.const 16384))))
          (local.set $i (local.get $first))
          (if (i32.lt_u (local.get $i) (local.get $last))
            (then
              (loop $i
                (local.set $from_window (i32.add (local.get $w) (i32.mul (local.get $i) (i32.const 4))))
                (local.set $to_window (i32.add (local.get $u) (i32.mul (local.get $i) (i32.const 4))))
                (local.set $g00 (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $from_window))))
                (local.set $g10
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=196608 (local.get $from_window))))
                (local.set $g20
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=393216 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g20) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $g00) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $g10) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $g20) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $g00) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $g10) (f64x2.splat (f64.const 0.08333333333333333))))
                (local.set $t00 (f64x2.mul (local.get $g00) (f64x2.splat (f64.const 0.25))))
                (local.set $t10 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t20 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t30 (f64x2.add (local.get $f2) (local.get $f3)))
                (local.set $t40 (f64x2.sub (local.get $f2) (local.get $f3)))
                (local.set $t50 (local.get $g20))
                (local.set $g01
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=65536 (local.get $from_window))))
                (local.set $g11
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=262144 (local.get $from_window))))
                (local.set $g21
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=458752 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g21) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $g01) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $g11) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $g21) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $g01) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $g11) (f64x2.splat (f64.const 0.08333333333333333))))
                (local.set $t01 (f64x2.mul (local.get $g01) (f64x2.splat (f64.const 0.25))))
                (local.set $t11 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t21 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t31 (f64x2.add (local.get $f2) (local.get $f3)))
                (local.set $t41 (f64x2.sub (local.get $f2) (local.get $f3)))
                (local.set $t51 (local.get $g21))
                (local.set $g02
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=131072 (local.get $from_window))))
                (local.set $g12
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=327680 (local.get $from_window))))
                (local.set $g22
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=524288 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g22) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $g02) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $g12) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $g22) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $g02) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $g12) (f64x2.splat (f64.const 0.08333333333333333))))
                (local.set $t02 (f64x2.mul (local.get $g02) (f64x2.splat (f64.const 0.25))))
                (local.set $t12 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t22 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t32 (f64x2.add (local.get $f2) (local.get $f3)))
                (local.set $t42 (f64x2.sub (local.get $f2) (local.get $f3)))
                (local.set $t52 (local.get $g22))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t02) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t00) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t01) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t02) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t00) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t01) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t00) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=65600 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=131200 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=196800 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=262400 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=328000 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t02)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t12) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t10) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t11) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t12) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t10) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t11) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=393600 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t10) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=459200 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=524800 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=590400 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=656000 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=721600 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t12)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t22) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t20) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t21) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t22) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t20) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t21) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=787200 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t20) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=852800 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=918400 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=984000 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=1049600 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=1115200 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t22)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t32) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t30) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t31) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t32) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t30) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t31) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=1180800 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t30) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=1246400 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=1312000 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=1377600 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=1443200 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=1508800 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t32)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t42) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t40) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t41) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t42) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t40) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t41) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=1574400 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t40) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=1640000 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=1705600 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=1771200 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=1836800 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=1902400 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t42)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t52) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t50) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t51) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t52) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t50) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t51) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=1968000 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t50) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=2033600 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=2099200 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=2164800 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=2230400 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=2296000 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t52)))
                (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 2))) (local.get $last))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; Weights for Winograd's F(4x4, 3x3): G g G^T for 65536 windows.
  ;; Used by layer3.1.conv2, layer3.2.conv2, layer3.3.conv2, layer3.4.conv2, layer3.5.conv2.
  ;; 64 units of work.
  (func $winograd4_weights_65536 (export "winograd4_weights_65536") (param $w i32) (param $u i32)
      (param $room i32) (param $from i32) (param $to i32)
    (local $first i32) (local $last i32) (local $from_window i32) (local $to_window i32) (local $i i32)
    (local $unit i32) (local $g00 v128) (local $g10 v128) (local $g20 v128) (local $f0 v128) (local $f1 v128)
    (local $f2 v128) (local $f3 v128) (local $t00 v128) (local $t10 v128) (local $t20 v128) (local $t30 v128)
    (local $t40 v128) (local $t50 v128) (local $g01 v128) (local $g11 v128) (local $g21 v128)
    (local $t01 v128) (local $t11 v128) (local $t21 v128) (local $t31 v128) (local $t41 v128)
    (local $t51 v128) (local $g02 v128) (local $g12 v128) (local $g22 v128) (local $t02 v128)
    (local $t12 v128) (local $t22 v128) (local $t32 v128) (local $t42 v128) (local $t52 v128)
    ;; In float64, rounded once; two windows at a time.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $first (i32.mul (local.get $unit) (i32.const 1024)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1024))
              (i32.const 65536)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1024)) (i32.const 65536))))
          (local.set $i (local.get $first))
          (if (i32.lt_u (local.get $i) (local.get $last))
            (then
              (loop $i
                (local.set $from_window (i32.add (local.get $w) (i32.mul (local.get $i) (i32.const 4))))
                (local.set $to_window (i32.add (local.get $u) (i32.mul (local.get $i) (i32.const 4))))
                (local.set $g00 (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $from_window))))
                (local.set $g10
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=786432 (local.get $from_window))))
                (local.set $g20
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=1572864 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g20) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $g00) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $g10) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $g20) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $g00) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $g10) (f64x2.splat (f64.const 0.08333333333333333))))
                (local.set $t00 (f64x2.mul (local.get $g00) (f64x2.splat (f64.const 0.25))))
                (local.set $t10 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t20 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t30 (f64x2.add (local.get $f2) (local.get $f3)))
                (local.set $t40 (f64x2.sub (local.get $f2) (local.get $f3)))
                (local.set $t50 (local.get $g20))
                (local.set $g01
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=262144 (local.get $from_window))))
                (local.set $g11
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=1048576 (local.get $from_window))))
                (local.set $g21
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=1835008 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g21) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $g01) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $g11) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $g21) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $g01) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $g11) (f64x2.splat (f64.const 0.08333333333333333))))
                (local.set $t01 (f64x2.mul (local.get $g01) (f64x2.splat (f64.const 0.25))))
                (local.set $t11 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t21 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t31 (f64x2.add (local.get $f2) (local.get $f3)))
                (local.set $t41 (f64x2.sub (local.get $f2) (local.get $f3)))
                (local.set $t51 (local.get $g21))
                (local.set $g02
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=524288 (local.get $from_window))))
                (local.set $g12
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=1310720 (local.get $from_window))))
                (local.set $g22
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=2097152 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g22) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $g02) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $g12) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $g22) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $g02) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $g12) (f64x2.splat (f64.const 0.08333333333333333))))
                (local.set $t02 (f64x2.mul (local.get $g02) (f64x2.splat (f64.const 0.25))))
                (local.set $t12 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t22 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t32 (f64x2.add (local.get $f2) (local.get $f3)))
                (local.set $t42 (f64x2.sub (local.get $f2) (local.get $f3)))
                (local.set $t52 (local.get $g22))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t02) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t00) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t01) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t02) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t00) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t01) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t00) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=262208 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=524416 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=786624 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=1048832 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=1311040 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t02)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t12) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t10) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t11) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t12) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t10) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t11) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=1573248 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t10) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=1835456 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=2097664 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=2359872 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=2622080 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=2884288 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t12)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t22) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t20) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t21) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t22) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t20) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t21) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=3146496 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t20) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=3408704 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=3670912 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=3933120 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=4195328 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=4457536 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t22)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t32) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t30) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t31) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t32) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t30) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t31) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=4719744 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t30) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=4981952 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=5244160 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=5506368 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=5768576 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=6030784 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t32)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t42) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t40) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t41) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t42) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t40) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t41) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=6292992 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t40) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=6555200 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=6817408 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=7079616 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=7341824 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=7604032 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t42)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t52) (f64x2.splat (f64.const -0.16666666666666666)))
                    (f64x2.mul (local.get $t50) (f64x2.splat (f64.const -0.16666666666666666)))))
                (local.set $f1 (f64x2.mul (local.get $t51) (f64x2.splat (f64.const -0.16666666666666666))))
                (local.set $f2
                  (f64x2.add
                    (f64x2.mul (local.get $t52) (f64x2.splat (f64.const 0.16666666666666666)))
                    (f64x2.mul (local.get $t50) (f64x2.splat (f64.const 0.041666666666666664)))))
                (local.set $f3 (f64x2.mul (local.get $t51) (f64x2.splat (f64.const 0.08333333333333333))))
                (v128.store64_lane offset=7866240 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.mul (local.get $t50) (f64x2.splat (f64.const 0.25)))))
                (v128.store64_lane offset=8128448 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=8390656 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=8652864 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=8915072 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f2) (local.get $f3))))
                (v128.store64_lane offset=9177280 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t52)))
                (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 2))) (local.get $last))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; Weights for Winograd's F(2x2, 3x3): G g G^T for 262144 windows.
  ;; Used by layer4.1.conv2, layer4.2.conv2.
  ;; 256 units of work.
  (func $winograd2_weights_262144 (export "winograd2_weights_262144") (param $w i32) (param $u i32)
      (param $room i32) (param $from i32) (param $to i32)
    (local $first i32) (local $last i32) (local $from_window i32) (local $to_window i32) (local $i i32)
    (local $unit i32) (local $g00 v128) (local $g10 v128) (local $g20 v128) (local $f0 v128) (local $f1 v128)
    (local $t00 v128) (local $t10 v128) (local $t20 v128) (local $t30 v128) (local $g01 v128)
    (local $g11 v128) (local $g21 v128) (local $t01 v128) (local $t11 v128) (local $t21 v128)
    (local $t31 v128) (local $g02 v128) (local $g12 v128) (local $g22 v128) (local $t02 v128)
    (local $t12 v128) (local $t22 v128) (local $t32 v128)
    ;; In float64, rounded once; two windows at a time.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $first (i32.mul (local.get $unit) (i32.const 1024)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1024))
              (i32.const 262144)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1024)) (i32.const 262144))))
          (local.set $i (local.get $first))
          (if (i32.lt_u (local.get $i) (local.get $last))
            (then
              (loop $i
                (local.set $from_window (i32.add (local.get $w) (i32.mul (local.get $i) (i32.const 4))))
                (local.set $to_window (i32.add (local.get $u) (i32.mul (local.get $i) (i32.const 4))))
                (local.set $g00 (f64x2.promote_low_f32x4 (v128.load64_zero (local.get $from_window))))
                (local.set $g10
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=3145728 (local.get $from_window))))
                (local.set $g20
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=6291456 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g20) (f64x2.splat (f64.const 0.5)))
                    (f64x2.mul (local.get $g00) (f64x2.splat (f64.const 0.5)))))
                (local.set $f1 (f64x2.mul (local.get $g10) (f64x2.splat (f64.const 0.5))))
                (local.set $t00 (local.get $g00))
                (local.set $t10 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t20 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t30 (local.get $g20))
                (local.set $g01
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=1048576 (local.get $from_window))))
                (local.set $g11
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=4194304 (local.get $from_window))))
                (local.set $g21
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=7340032 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g21) (f64x2.splat (f64.const 0.5)))
                    (f64x2.mul (local.get $g01) (f64x2.splat (f64.const 0.5)))))
                (local.set $f1 (f64x2.mul (local.get $g11) (f64x2.splat (f64.const 0.5))))
                (local.set $t01 (local.get $g01))
                (local.set $t11 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t21 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t31 (local.get $g21))
                (local.set $g02
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=2097152 (local.get $from_window))))
                (local.set $g12
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=5242880 (local.get $from_window))))
                (local.set $g22
                  (f64x2.promote_low_f32x4 (v128.load64_zero offset=8388608 (local.get $from_window))))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $g22) (f64x2.splat (f64.const 0.5)))
                    (f64x2.mul (local.get $g02) (f64x2.splat (f64.const 0.5)))))
                (local.set $f1 (f64x2.mul (local.get $g12) (f64x2.splat (f64.const 0.5))))
                (local.set $t02 (local.get $g02))
                (local.set $t12 (f64x2.add (local.get $f0) (local.get $f1)))
                (local.set $t22 (f64x2.sub (local.get $f0) (local.get $f1)))
                (local.set $t32 (local.get $g22))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t02) (f64x2.splat (f64.const 0.5)))
                    (f64x2.mul (local.get $t00) (f64x2.splat (f64.const 0.5)))))
                (local.set $f1 (f64x2.mul (local.get $t01) (f64x2.splat (f64.const 0.5))))
                (v128.store64_lane 0 (local.get $to_window) (f32x4.demote_f64x2_zero (local.get $t00)))
                (v128.store64_lane offset=1048640 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=2097280 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=3145920 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t02)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t12) (f64x2.splat (f64.const 0.5)))
                    (f64x2.mul (local.get $t10) (f64x2.splat (f64.const 0.5)))))
                (local.set $f1 (f64x2.mul (local.get $t11) (f64x2.splat (f64.const 0.5))))
                (v128.store64_lane offset=4194560 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t10)))
                (v128.store64_lane offset=5243200 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=6291840 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=7340480 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t12)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t22) (f64x2.splat (f64.const 0.5)))
                    (f64x2.mul (local.get $t20) (f64x2.splat (f64.const 0.5)))))
                (local.set $f1 (f64x2.mul (local.get $t21) (f64x2.splat (f64.const 0.5))))
                (v128.store64_lane offset=8389120 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t20)))
                (v128.store64_lane offset=9437760 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=10486400 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=11535040 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t22)))
                (local.set $f0
                  (f64x2.add
                    (f64x2.mul (local.get $t32) (f64x2.splat (f64.const 0.5)))
                    (f64x2.mul (local.get $t30) (f64x2.splat (f64.const 0.5)))))
                (local.set $f1 (f64x2.mul (local.get $t31) (f64x2.splat (f64.const 0.5))))
                (v128.store64_lane offset=12583680 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t30)))
                (v128.store64_lane offset=13632320 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.add (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=14680960 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (f64x2.sub (local.get $f0) (local.get $f1))))
                (v128.store64_lane offset=15729600 0
                  (local.get $to_window)
                  (f32x4.demote_f64x2_zero (local.get $t32)))
                (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 2))) (local.get $last))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 7x7 convolution of stride 2: [1, 3, 224, 224] -> [1, 64, 112, 112], 118 MMACs.
  ;; Used by conv1.
  ;; 8 units of work.
  (func $conv7x7_224x224x3_to_112x112x64_relu (export "conv7x7_224x224x3_to_112x112x64_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $strip i32) (local $copied i32) (local $image i32) (local $top i32) (local $row i32)
    (local $line i32) (local $from_pixel i32) (local $to_pixel i32) (local $column i32) (local $source i32)
    (local $i i32) (local $first i32) (local $last i32) (local $weights i32) (local $n i32)
    (local $biases i32) (local $end i32) (local $tap0 i32) (local $a i32) (local $k i32) (local $at0 i32)
    (local $y_at i32) (local $p1 i32) (local $p0 i32) (local $panel i32) (local $unit i32) (local $c00 v128)
    (local $c10 v128) (local $c01 v128) (local $c11 v128) (local $c02 v128) (local $c12 v128)
    (local $c03 v128) (local $c13 v128) (local $a0 v128) (local $a1 v128) (local $w0 v128) (local $w1 v128)
    (local $w2 v128) (local $w3 v128)
    ;; Strips of 56 rows, panels of 16 channels, 2 pixels at a time.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (i32.div_u (local.get $unit) (i32.const 4)))
          (local.set $image (i32.div_u (local.get $strip) (i32.const 2)))
          (local.set $top (i32.mul (i32.rem_u (local.get $strip) (i32.const 2)) (i32.const 56)))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; A copy of the rows that are read, with zeros around the image.
              (local.set $i (i32.const 0))
              (loop $i
                (local.set $row
                  (i32.add (i32.add (i32.mul (local.get $top) (i32.const 2)) (i32.const -3)) (local.get $i)))
                (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 2748))))
                (if (i32.lt_u (local.get $row) (i32.const 224))
                  (then
                    (local.set $source
                      (i32.add
                        (local.get $x)
                        (i32.mul (i32.mul (local.get $row) (i32.const 224)) (i32.const 4))))
                    (memory.fill (local.get $line) (i32.const 0) (i32.const 36))
                    (local.set $from_pixel (local.get $source))
                    (local.set $to_pixel (i32.add (local.get $line) (i32.const 36)))
                    (local.set $column (i32.const 0))
                    (loop $column
                      (f32.store offset=0 (local.get $to_pixel) (f32.load offset=0 (local.get $from_pixel)))
                      (f32.store offset=4
                        (local.get $to_pixel)
                        (f32.load offset=200704 (local.get $from_pixel)))
                      (f32.store offset=8
                        (local.get $to_pixel)
                        (f32.load offset=401408 (local.get $from_pixel)))
                      (local.set $from_pixel (i32.add (local.get $from_pixel) (i32.const 4)))
                      (local.set $to_pixel (i32.add (local.get $to_pixel) (i32.const 12)))
                      (br_if $column
                        (i32.lt_u
                          (local.tee $column (i32.add (local.get $column) (i32.const 1)))
                          (i32.const 224))))
                    (memory.fill (i32.add (local.get $line) (i32.const 2724)) (i32.const 0) (i32.const 24)))
                  (else
                    (memory.fill (local.get $line) (i32.const 0) (i32.const 2748))))
                (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 117))))))
          (local.set $first (i32.rem_u (local.get $unit) (i32.const 4)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1))
              (i32.const 4)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1)) (i32.const 4))))
          (local.set $panel (local.get $first))
          (if (i32.lt_u (local.get $panel) (local.get $last))
            (then
              (loop $panel
                (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 9408))))
                (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
                (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
                (local.set $p0 (i32.const 0))
                (loop $p0
                  (local.set $p1 (i32.const 0))
                  (loop $p1
                    (local.set $c00 (v128.load (local.get $biases)))
                    (local.set $c10 (local.get $c00))
                    (local.set $c01 (v128.load offset=16 (local.get $biases)))
                    (local.set $c11 (local.get $c01))
                    (local.set $c02 (v128.load offset=32 (local.get $biases)))
                    (local.set $c12 (local.get $c02))
                    (local.set $c03 (v128.load offset=48 (local.get $biases)))
                    (local.set $c13 (local.get $c03))
                    (local.set $a
                      (i32.add
                        (local.get $room)
                        (i32.mul
                          (i32.add
                            (i32.mul (local.get $p0) (i32.const 1374))
                            (i32.mul (local.get $p1) (i32.const 6)))
                          (i32.const 4))))
                    (local.set $k (local.get $weights))
                    (local.set $tap0 (i32.const 0))
                    (loop $tap0
                      (local.set $end (i32.add (local.get $a) (i32.const 84)))
                      (loop $terms
                        (local.set $a0 (v128.load32_splat (local.get $a)))
                        (local.set $a1 (v128.load32_splat offset=24 (local.get $a)))
                        (local.set $w0 (v128.load (local.get $k)))
                        (local.set $w1 (v128.load offset=16 (local.get $k)))
                        (local.set $w2 (v128.load offset=32 (local.get $k)))
                        (local.set $w3 (v128.load offset=48 (local.get $k)))
                        (local.set $c00
                          (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                        (local.set $c01
                          (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                        (local.set $c02
                          (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                        (local.set $c03
                          (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                        (local.set $c10
                          (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                        (local.set $c11
                          (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                        (local.set $c12
                          (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                        (local.set $c13
                          (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                        (local.set $k (i32.add (local.get $k) (i32.const 64)))
                        (br_if $terms
                          (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                      (local.set $a (i32.add (local.get $a) (i32.const 2664)))
                      (br_if $tap0
                        (i32.lt_u (local.tee $tap0 (i32.add (local.get $tap0) (i32.const 1))) (i32.const 7))))
                    (local.set $at0
                      (i32.add
                        (i32.add
                          (i32.mul (i32.mul (local.get $top) (i32.const 7168)) (i32.const 4))
                          (i32.mul
                            (i32.add
                              (i32.mul (local.get $p0) (i32.const 7168))
                              (i32.mul (local.get $p1) (i32.const 64)))
                            (i32.const 4)))
                        (i32.mul (local.get $n) (i32.const 4))))
                    (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                    (v128.store (local.get $y_at) (f32x4.pmax (local.get $c00) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=16
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c01) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=32
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c02) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=48
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c03) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=256
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c10) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=272
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c11) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=288
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c12) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=304
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c13) (v128.const i32x4 0 0 0 0)))
                    (br_if $p1
                      (i32.lt_u (local.tee $p1 (i32.add (local.get $p1) (i32.const 2))) (i32.const 112))))
                  (br_if $p0
                    (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 1))) (i32.const 56))))
                (br_if $panel
                  (i32.lt_u (local.tee $panel (i32.add (local.get $panel) (i32.const 1))) (local.get $last))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; Max pooling, 3x3: [1, 64, 112, 112] -> [1, 64, 56, 56].
  ;; Used by maxpool.
  ;; 224 units of work.
  (func $maxpool3x3_112x112x64 (export "maxpool3x3_112x112x64") (param $x i32) (param $y i32)
      (param $room i32) (param $from i32) (param $to i32)
    (local $uStart i32) (local $uFrom i32) (local $uFirst i32) (local $vStart i32) (local $vFrom i32)
    (local $vFirst i32) (local $window i32) (local $out i32) (local $line i32) (local $at i32) (local $v i32)
    (local $u i32) (local $i i32) (local $block i32) (local $j i32) (local $unit i32) (local $largest0 v128)
    (local $largest1 v128) (local $largest2 v128) (local $largest3 v128) (local $nan0 v128) (local $nan1 v128)
    (local $nan2 v128) (local $nan3 v128) (local $value v128)
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $i (i32.div_u (local.get $unit) (i32.const 4)))
          (local.set $block (i32.rem_u (local.get $unit) (i32.const 4)))
          ;; Rows of the window that lie inside the image.
          (local.set $uStart (i32.add (i32.mul (local.get $i) (i32.const 2)) (i32.const -1)))
          (local.set $uFrom
            (select
              (i32.sub (i32.const 0) (local.get $uStart))
              (i32.const 0)
              (i32.lt_s (local.get $uStart) (i32.const 0))))
          (local.set $uFirst (i32.add (local.get $uStart) (local.get $uFrom)))
          (local.set $j (i32.const 0))
          (loop $j
            ;; And columns.
            (local.set $vStart (i32.add (i32.mul (local.get $j) (i32.const 2)) (i32.const -1)))
            (local.set $vFrom
              (select
                (i32.sub (i32.const 0) (local.get $vStart))
                (i32.const 0)
                (i32.lt_s (local.get $vStart) (i32.const 0))))
            (local.set $vFirst (i32.add (local.get $vStart) (local.get $vFrom)))
            ;; Its first tap, and where results lie.
            (local.set $window
              (i32.add
                (i32.add
                  (i32.add (local.get $x) (i32.mul (local.get $uFirst) (i32.const 28672)))
                  (i32.mul (local.get $vFirst) (i32.const 256)))
                (i32.mul (i32.mul (local.get $block) (i32.const 16)) (i32.const 4))))
            (local.set $out
              (i32.add
                (i32.add
                  (i32.add (local.get $y) (i32.mul (local.get $i) (i32.const 14336)))
                  (i32.mul (local.get $j) (i32.const 256)))
                (i32.mul (i32.mul (local.get $block) (i32.const 16)) (i32.const 4))))
            (local.set $largest0 (f32x4.splat (f32.const -inf)))
            (local.set $largest1 (f32x4.splat (f32.const -inf)))
            (local.set $largest2 (f32x4.splat (f32.const -inf)))
            (local.set $largest3 (f32x4.splat (f32.const -inf)))
            (local.set $nan0 (v128.const i32x4 0 0 0 0))
            (local.set $nan1 (v128.const i32x4 0 0 0 0))
            (local.set $nan2 (v128.const i32x4 0 0 0 0))
            (local.set $nan3 (v128.const i32x4 0 0 0 0))
            (local.set $line (local.get $window))
            (local.set $u (local.get $uFrom))
            (if (i32.lt_u (local.get $u) (i32.const 3))
              (then
                (loop $u
                  (local.set $at (local.get $line))
                  (local.set $v (local.get $vFrom))
                  (if (i32.lt_u (local.get $v) (i32.const 3))
                    (then
                      (loop $v
                        (local.set $largest0
                          (f32x4.pmax (local.get $largest0) (local.tee $value (v128.load (local.get $at)))))
                        (local.set $nan0
                          (v128.or (local.get $nan0) (f32x4.ne (local.get $value) (local.get $value))))
                        (local.set $largest1
                          (f32x4.pmax
                            (local.get $largest1)
                            (local.tee $value (v128.load offset=16 (local.get $at)))))
                        (local.set $nan1
                          (v128.or (local.get $nan1) (f32x4.ne (local.get $value) (local.get $value))))
                        (local.set $largest2
                          (f32x4.pmax
                            (local.get $largest2)
                            (local.tee $value (v128.load offset=32 (local.get $at)))))
                        (local.set $nan2
                          (v128.or (local.get $nan2) (f32x4.ne (local.get $value) (local.get $value))))
                        (local.set $largest3
                          (f32x4.pmax
                            (local.get $largest3)
                            (local.tee $value (v128.load offset=48 (local.get $at)))))
                        (local.set $nan3
                          (v128.or (local.get $nan3) (f32x4.ne (local.get $value) (local.get $value))))
                        (local.set $at (i32.add (local.get $at) (i32.const 256)))
                        (br_if $v
                          (i32.lt_u (local.tee $v (i32.add (local.get $v) (i32.const 1))) (i32.const 3))))))
                  (local.set $line (i32.add (local.get $line) (i32.const 28672)))
                  (br_if $u (i32.lt_u (local.tee $u (i32.add (local.get $u) (i32.const 1))) (i32.const 3))))))
            (v128.store (local.get $out) (v128.or (local.get $largest0) (local.get $nan0)))
            (v128.store offset=16 (local.get $out) (v128.or (local.get $largest1) (local.get $nan1)))
            (v128.store offset=32 (local.get $out) (v128.or (local.get $largest2) (local.get $nan2)))
            (v128.store offset=48 (local.get $out) (v128.or (local.get $largest3) (local.get $nan3)))
            (br_if $j (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 56))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 1x1 convolution: [1, 64, 56, 56] -> [1, 64, 56, 56], 12.8 MMACs.
  ;; Used by layer1.0.conv1.
  ;; 64 units of work.
  (func $conv1x1_56x56x64_to_56x56x64_relu (export "conv1x1_56x56x64_to_56x56x64_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $panel i32) (local $start i32) (local $stop i32) (local $weights i32) (local $n i32)
    (local $biases i32) (local $end i32) (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32)
    (local $p0 i32) (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c01 v128) (local $c11 v128)
    (local $c02 v128) (local $c12 v128) (local $c03 v128) (local $c13 v128) (local $a0 v128) (local $a1 v128)
    (local $w0 v128) (local $w1 v128) (local $w2 v128) (local $w3 v128)
    ;; Panels of 16 channels, 2 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (i32.div_u (local.get $unit) (i32.const 16)))
          (local.set $start (i32.mul (i32.rem_u (local.get $unit) (i32.const 16)) (i32.const 196)))
          (local.set $stop
            (select
              (i32.add (local.get $start) (i32.const 196))
              (i32.const 3136)
              (i32.lt_s (i32.add (local.get $start) (i32.const 196)) (i32.const 3136))))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 4096))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (local.get $start))
          (if (i32.lt_u (local.get $p0) (local.get $stop))
            (then
              (loop $p0
                (local.set $c00 (v128.load (local.get $biases)))
                (local.set $c10 (local.get $c00))
                (local.set $c01 (v128.load offset=16 (local.get $biases)))
                (local.set $c11 (local.get $c01))
                (local.set $c02 (v128.load offset=32 (local.get $biases)))
                (local.set $c12 (local.get $c02))
                (local.set $c03 (v128.load offset=48 (local.get $biases)))
                (local.set $c13 (local.get $c03))
                (local.set $a
                  (i32.add (local.get $x) (i32.mul (i32.mul (local.get $p0) (i32.const 64)) (i32.const 4))))
                (local.set $k (local.get $weights))
                (local.set $end (i32.add (local.get $a) (i32.const 256)))
                (loop $terms
                  (local.set $a0 (v128.load32_splat (local.get $a)))
                  (local.set $a1 (v128.load32_splat offset=256 (local.get $a)))
                  (local.set $w0 (v128.load (local.get $k)))
                  (local.set $w1 (v128.load offset=16 (local.get $k)))
                  (local.set $w2 (v128.load offset=32 (local.get $k)))
                  (local.set $w3 (v128.load offset=48 (local.get $k)))
                  (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                  (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                  (local.set $c02 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                  (local.set $c03 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                  (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                  (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                  (local.set $c12 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                  (local.set $c13 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                  (local.set $k (i32.add (local.get $k) (i32.const 64)))
                  (br_if $terms
                    (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                (local.set $at0
                  (i32.add
                    (i32.mul (i32.mul (local.get $p0) (i32.const 64)) (i32.const 4))
                    (i32.mul (local.get $n) (i32.const 4))))
                (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                (v128.store (local.get $y_at) (f32x4.pmax (local.get $c00) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=16
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c01) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=32
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c02) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=48
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c03) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=256
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c10) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=272
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c11) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=288
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c12) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=304
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c13) (v128.const i32x4 0 0 0 0)))
                (br_if $p0
                  (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 2))) (local.get $stop))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 3x3 convolution by Winograd's F(4x4, 3x3): [1, 64, 56, 56] -> [1, 64, 56, 56], 116 MMACs.
  ;; Used by layer1.0.conv2, layer1.1.conv2, layer1.2.conv2.
  ;; 14 units of work.
  (func $conv3x3_56x56x64_to_56x56x64_relu (export "conv3x3_56x56x64_to_56x56x64_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $strip i32) (local $copied i32) (local $top i32) (local $tiles i32) (local $pixel i32)
    (local $buffer_at i32) (local $j i32) (local $plane_at i32) (local $corner i32) (local $tile_at i32)
    (local $c i32) (local $tile_column i32) (local $row i32) (local $line i32) (local $source i32)
    (local $i i32) (local $tile_row i32) (local $first i32) (local $last i32) (local $panel_out i32)
    (local $weights i32) (local $whole i32) (local $end i32) (local $a i32) (local $k i32)
    (local $product_at i32) (local $t i32) (local $plane_in i32) (local $plane_out i32)
    (local $plane_weights i32) (local $panel i32) (local $plane i32) (local $at0 i32) (local $y_at i32)
    (local $n i32) (local $left i32) (local $stop i32) (local $image i32) (local $y_top i32) (local $unit i32)
    (local $d0 v128) (local $d1 v128) (local $d2 v128) (local $d3 v128) (local $d4 v128) (local $d5 v128)
    (local $f0 v128) (local $f1 v128) (local $f2 v128) (local $f3 v128) (local $o0 v128) (local $o1 v128)
    (local $o2 v128) (local $o3 v128) (local $o4 v128) (local $o5 v128) (local $c00 v128) (local $c10 v128)
    (local $c01 v128) (local $c11 v128) (local $c02 v128) (local $c12 v128) (local $c03 v128)
    (local $c13 v128) (local $a0 v128) (local $a1 v128) (local $w0 v128) (local $w1 v128) (local $w2 v128)
    (local $w3 v128) (local $bias v128)
    ;; Strips of 2 rows of 14 tiles, 2 panels of 16 channels.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (i32.div_u (local.get $unit) (i32.const 2)))
          (local.set $top (i32.mul (local.get $strip) (i32.const 2)))
          (local.set $tiles (i32.const 28))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; Its tiles, transformed: a plane for each place of a tile.
              (local.set $tile_row (i32.const 0))
              (loop $tile_row
                ;; A copy of the rows that are read, with zeros around the image.
                (local.set $i (i32.const 0))
                (loop $i
                  (local.set $row
                    (i32.add
                      (i32.add
                        (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4))
                        (i32.const -1))
                      (local.get $i)))
                  (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 14848))))
                  (if (i32.lt_u (local.get $row) (i32.const 56))
                    (then
                      (local.set $source
                        (i32.add
                          (local.get $x)
                          (i32.mul (i32.mul (local.get $row) (i32.const 3584)) (i32.const 4))))
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 256))
                      (memory.copy
                        (i32.add (local.get $line) (i32.const 256))
                        (local.get $source)
                        (i32.const 14336))
                      (memory.fill
                        (i32.add (local.get $line) (i32.const 14592))
                        (i32.const 0)
                        (i32.const 256)))
                    (else
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 14848))))
                  (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 6))))
                (local.set $tile_column (i32.const 0))
                (loop $tile_column
                  (local.set $corner
                    (i32.add (local.get $room) (i32.mul (local.get $tile_column) (i32.const 1024))))
                  (local.set $tile_at
                    (i32.add
                      (i32.add
                        (local.get $room)
                        (i32.mul
                          (i32.add (i32.mul (local.get $tile_row) (i32.const 14)) (local.get $tile_column))
                          (i32.const 256)))
                      (i32.const 89152)))
                  (local.set $c (i32.const 0))
                  (loop $c
                    (local.set $pixel (i32.add (local.get $corner) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 480832)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $pixel)))
                      (local.set $d1 (v128.load offset=14848 (local.get $pixel)))
                      (local.set $d2 (v128.load offset=29696 (local.get $pixel)))
                      (local.set $d3 (v128.load offset=44544 (local.get $pixel)))
                      (local.set $d4 (v128.load offset=59392 (local.get $pixel)))
                      (local.set $d5 (v128.load offset=74240 (local.get $pixel)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (v128.store offset=384 (local.get $buffer_at) (local.get $o4))
                      (v128.store offset=480 (local.get $buffer_at) (local.get $o5))
                      (local.set $pixel (i32.add (local.get $pixel) (i32.const 256)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 480832)))
                    (local.set $plane_at
                      (i32.add (local.get $tile_at) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $plane_at) (local.get $o0))
                      (v128.store offset=7232 (local.get $plane_at) (local.get $o1))
                      (v128.store offset=14464 (local.get $plane_at) (local.get $o2))
                      (v128.store offset=21696 (local.get $plane_at) (local.get $o3))
                      (v128.store offset=28928 (local.get $plane_at) (local.get $o4))
                      (v128.store offset=36160 (local.get $plane_at) (local.get $o5))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 43392)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (br_if $c (i32.lt_u (local.tee $c (i32.add (local.get $c) (i32.const 4))) (i32.const 64))))
                  (br_if $tile_column
                    (i32.lt_u
                      (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                      (i32.const 14))))
                (br_if $tile_row
                  (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 2))))))
          (local.set $first (i32.mul (i32.rem_u (local.get $unit) (i32.const 2)) (i32.const 2)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 2))
              (i32.const 4)
              (i32.lt_s (i32.add (local.get $first) (i32.const 2)) (i32.const 4))))
          ;; Products with the weights, plane by plane.
          (local.set $plane (i32.const 0))
          (loop $plane
            (local.set $plane_in
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 7232)))
                (i32.const 89152)))
            (local.set $plane_out
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 3648)))
                (i32.const 349504)))
            (local.set $plane_weights (i32.add (local.get $w) (i32.mul (local.get $plane) (i32.const 16448))))
            (local.set $panel (local.get $first))
            (if (i32.lt_u (local.get $panel) (local.get $last))
              (then
                (loop $panel
                  (local.set $panel_out
                    (i32.add
                      (local.get $plane_out)
                      (i32.mul (i32.sub (local.get $panel) (local.get $first)) (i32.const 64))))
                  (local.set $weights
                    (i32.add (local.get $plane_weights) (i32.mul (local.get $panel) (i32.const 4096))))
                  (local.set $whole (i32.sub (local.get $tiles) (i32.rem_u (local.get $tiles) (i32.const 2))))
                  (local.set $t (i32.const 0))
                  (if (i32.lt_u (local.get $t) (local.get $whole))
                    (then
                      (loop $t
                        (local.set $c00 (v128.const i32x4 0 0 0 0))
                        (local.set $c10 (v128.const i32x4 0 0 0 0))
                        (local.set $c01 (v128.const i32x4 0 0 0 0))
                        (local.set $c11 (v128.const i32x4 0 0 0 0))
                        (local.set $c02 (v128.const i32x4 0 0 0 0))
                        (local.set $c12 (v128.const i32x4 0 0 0 0))
                        (local.set $c03 (v128.const i32x4 0 0 0 0))
                        (local.set $c13 (v128.const i32x4 0 0 0 0))
                        (local.set $a
                          (i32.add (local.get $plane_in) (i32.mul (local.get $t) (i32.const 256))))
                        (local.set $k (local.get $weights))
                        (local.set $end (i32.add (local.get $a) (i32.const 256)))
                        (loop $terms
                          (local.set $a0 (v128.load32_splat (local.get $a)))
                          (local.set $a1 (v128.load32_splat offset=256 (local.get $a)))
                          (local.set $w0 (v128.load (local.get $k)))
                          (local.set $w1 (v128.load offset=16 (local.get $k)))
                          (local.set $w2 (v128.load offset=32 (local.get $k)))
                          (local.set $w3 (v128.load offset=48 (local.get $k)))
                          (local.set $c00
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                          (local.set $c01
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                          (local.set $c02
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                          (local.set $c03
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                          (local.set $c10
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                          (local.set $c11
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                          (local.set $c12
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                          (local.set $c13
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                          (local.set $k (i32.add (local.get $k) (i32.const 64)))
                          (br_if $terms
                            (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                        (local.set $product_at
                          (i32.add (local.get $panel_out) (i32.mul (local.get $t) (i32.const 128))))
                        (v128.store (local.get $product_at) (local.get $c00))
                        (v128.store offset=16 (local.get $product_at) (local.get $c01))
                        (v128.store offset=32 (local.get $product_at) (local.get $c02))
                        (v128.store offset=48 (local.get $product_at) (local.get $c03))
                        (v128.store offset=128 (local.get $product_at) (local.get $c10))
                        (v128.store offset=144 (local.get $product_at) (local.get $c11))
                        (v128.store offset=160 (local.get $product_at) (local.get $c12))
                        (v128.store offset=176 (local.get $product_at) (local.get $c13))
                        (br_if $t
                          (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 2))) (local.get $whole))))))
                  (br_if $panel
                    (i32.lt_u (local.tee $panel (i32.add (local.get $panel) (i32.const 1))) (local.get $last))))))
            (br_if $plane
              (i32.lt_u (local.tee $plane (i32.add (local.get $plane) (i32.const 1))) (i32.const 36))))
          ;; Transformed back.
          (local.set $stop
            (select
              (i32.mul (local.get $last) (i32.const 16))
              (i32.const 64)
              (i32.lt_s (i32.mul (local.get $last) (i32.const 16)) (i32.const 64))))
          (local.set $tile_row (i32.const 0))
          (loop $tile_row
            (local.set $image (i32.const 0))
            (local.set $y_top (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4)))
            (local.set $tile_column (i32.const 0))
            (loop $tile_column
              (local.set $left (i32.mul (local.get $tile_column) (i32.const 4)))
              (local.set $tile_at
                (i32.add
                  (i32.add
                    (local.get $room)
                    (i32.mul
                      (i32.add (i32.mul (local.get $tile_row) (i32.const 14)) (local.get $tile_column))
                      (i32.const 128)))
                  (i32.const 349504)))
              (local.set $n (i32.mul (local.get $first) (i32.const 16)))
              (if (i32.lt_u (local.get $n) (local.get $stop))
                (then
                  (loop $n
                    (local.set $bias
                      (v128.load (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4)))))
                    (local.set $plane_at
                      (i32.add
                        (local.get $tile_at)
                        (i32.mul
                          (i32.sub (local.get $n) (i32.mul (local.get $first) (i32.const 16)))
                          (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 480832)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $plane_at)))
                      (local.set $d1 (v128.load offset=21888 (local.get $plane_at)))
                      (local.set $d2 (v128.load offset=43776 (local.get $plane_at)))
                      (local.set $d3 (v128.load offset=65664 (local.get $plane_at)))
                      (local.set $d4 (v128.load offset=87552 (local.get $plane_at)))
                      (local.set $d5 (v128.load offset=109440 (local.get $plane_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 3648)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 480832)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (local.set $o0 (f32x4.add (local.get $o0) (local.get $bias)))
                      (local.set $o1 (f32x4.add (local.get $o1) (local.get $bias)))
                      (local.set $o2 (f32x4.add (local.get $o2) (local.get $bias)))
                      (local.set $o3 (f32x4.add (local.get $o3) (local.get $bias)))
                      (local.set $at0
                        (i32.add
                          (i32.mul
                            (i32.add
                              (i32.mul (i32.add (local.get $y_top) (local.get $j)) (i32.const 3584))
                              (i32.mul (local.get $left) (i32.const 64)))
                            (i32.const 4))
                          (i32.mul (local.get $n) (i32.const 4))))
                      (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                      (v128.store (local.get $y_at) (f32x4.pmax (local.get $o0) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=256
                        (local.get $y_at)
                        (f32x4.pmax (local.get $o1) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=512
                        (local.get $y_at)
                        (f32x4.pmax (local.get $o2) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=768
                        (local.get $y_at)
                        (f32x4.pmax (local.get $o3) (v128.const i32x4 0 0 0 0)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 4))))
                    (br_if $n
                      (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 4))) (local.get $stop))))))
              (br_if $tile_column
                (i32.lt_u
                  (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                  (i32.const 14))))
            (br_if $tile_row
              (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 2))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 1x1 convolution: [1, 64, 56, 56] -> [1, 256, 56, 56], 51.4 MMACs.
  ;; Used by layer1.0.conv3.
  ;; 64 units of work.
  (func $conv1x1_56x56x64_to_56x56x256 (export "conv1x1_56x56x64_to_56x56x256") (param $x i32) (param $w i32)
      (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $panel i32) (local $start i32) (local $stop i32) (local $weights i32) (local $n i32)
    (local $biases i32) (local $end i32) (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32)
    (local $p0 i32) (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c01 v128) (local $c11 v128)
    (local $c02 v128) (local $c12 v128) (local $c03 v128) (local $c13 v128) (local $a0 v128) (local $a1 v128)
    (local $w0 v128) (local $w1 v128) (local $w2 v128) (local $w3 v128)
    ;; Panels of 16 channels, 2 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (i32.div_u (local.get $unit) (i32.const 4)))
          (local.set $start (i32.mul (i32.rem_u (local.get $unit) (i32.const 4)) (i32.const 784)))
          (local.set $stop
            (select
              (i32.add (local.get $start) (i32.const 784))
              (i32.const 3136)
              (i32.lt_s (i32.add (local.get $start) (i32.const 784)) (i32.const 3136))))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 4096))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (local.get $start))
          (if (i32.lt_u (local.get $p0) (local.get $stop))
            (then
              (loop $p0
                (local.set $c00 (v128.load (local.get $biases)))
                (local.set $c10 (local.get $c00))
                (local.set $c01 (v128.load offset=16 (local.get $biases)))
                (local.set $c11 (local.get $c01))
                (local.set $c02 (v128.load offset=32 (local.get $biases)))
                (local.set $c12 (local.get $c02))
                (local.set $c03 (v128.load offset=48 (local.get $biases)))
                (local.set $c13 (local.get $c03))
                (local.set $a
                  (i32.add (local.get $x) (i32.mul (i32.mul (local.get $p0) (i32.const 64)) (i32.const 4))))
                (local.set $k (local.get $weights))
                (local.set $end (i32.add (local.get $a) (i32.const 256)))
                (loop $terms
                  (local.set $a0 (v128.load32_splat (local.get $a)))
                  (local.set $a1 (v128.load32_splat offset=256 (local.get $a)))
                  (local.set $w0 (v128.load (local.get $k)))
                  (local.set $w1 (v128.load offset=16 (local.get $k)))
                  (local.set $w2 (v128.load offset=32 (local.get $k)))
                  (local.set $w3 (v128.load offset=48 (local.get $k)))
                  (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                  (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                  (local.set $c02 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                  (local.set $c03 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                  (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                  (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                  (local.set $c12 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                  (local.set $c13 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                  (local.set $k (i32.add (local.get $k) (i32.const 64)))
                  (br_if $terms
                    (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                (local.set $at0
                  (i32.add
                    (i32.mul (i32.mul (local.get $p0) (i32.const 256)) (i32.const 4))
                    (i32.mul (local.get $n) (i32.const 4))))
                (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                (v128.store (local.get $y_at) (local.get $c00))
                (v128.store offset=16 (local.get $y_at) (local.get $c01))
                (v128.store offset=32 (local.get $y_at) (local.get $c02))
                (v128.store offset=48 (local.get $y_at) (local.get $c03))
                (v128.store offset=1024 (local.get $y_at) (local.get $c10))
                (v128.store offset=1040 (local.get $y_at) (local.get $c11))
                (v128.store offset=1056 (local.get $y_at) (local.get $c12))
                (v128.store offset=1072 (local.get $y_at) (local.get $c13))
                (br_if $p0
                  (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 2))) (local.get $stop))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 1x1 convolution: [1, 64, 56, 56] -> [1, 256, 56, 56], 51.4 MMACs.
  ;; Used by layer1.0.downsample.0, layer1.1.conv3, layer1.2.conv3.
  ;; 64 units of work.
  (func $conv1x1_56x56x64_to_56x56x256_add_relu (export "conv1x1_56x56x64_to_56x56x256_add_relu")
      (param $x i32) (param $w i32) (param $b i32) (param $r0 i32) (param $y i32) (param $room i32)
      (param $from i32) (param $to i32)
    (local $panel i32) (local $start i32) (local $stop i32) (local $weights i32) (local $n i32)
    (local $biases i32) (local $end i32) (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32)
    (local $r0_at i32) (local $p0 i32) (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c01 v128)
    (local $c11 v128) (local $c02 v128) (local $c12 v128) (local $c03 v128) (local $c13 v128) (local $a0 v128)
    (local $a1 v128) (local $w0 v128) (local $w1 v128) (local $w2 v128) (local $w3 v128) (local $y0 v128)
    (local $y1 v128) (local $y2 v128) (local $y3 v128)
    ;; Panels of 16 channels, 2 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (i32.div_u (local.get $unit) (i32.const 4)))
          (local.set $start (i32.mul (i32.rem_u (local.get $unit) (i32.const 4)) (i32.const 784)))
          (local.set $stop
            (select
              (i32.add (local.get $start) (i32.const 784))
              (i32.const 3136)
              (i32.lt_s (i32.add (local.get $start) (i32.const 784)) (i32.const 3136))))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 4096))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (local.get $start))
          (if (i32.lt_u (local.get $p0) (local.get $stop))
            (then
              (loop $p0
                (local.set $c00 (v128.load (local.get $biases)))
                (local.set $c10 (local.get $c00))
                (local.set $c01 (v128.load offset=16 (local.get $biases)))
                (local.set $c11 (local.get $c01))
                (local.set $c02 (v128.load offset=32 (local.get $biases)))
                (local.set $c12 (local.get $c02))
                (local.set $c03 (v128.load offset=48 (local.get $biases)))
                (local.set $c13 (local.get $c03))
                (local.set $a
                  (i32.add (local.get $x) (i32.mul (i32.mul (local.get $p0) (i32.const 64)) (i32.const 4))))
                (local.set $k (local.get $weights))
                (local.set $end (i32.add (local.get $a) (i32.const 256)))
                (loop $terms
                  (local.set $a0 (v128.load32_splat (local.get $a)))
                  (local.set $a1 (v128.load32_splat offset=256 (local.get $a)))
                  (local.set $w0 (v128.load (local.get $k)))
                  (local.set $w1 (v128.load offset=16 (local.get $k)))
                  (local.set $w2 (v128.load offset=32 (local.get $k)))
                  (local.set $w3 (v128.load offset=48 (local.get $k)))
                  (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                  (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                  (local.set $c02 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                  (local.set $c03 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                  (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                  (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                  (local.set $c12 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                  (local.set $c13 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                  (local.set $k (i32.add (local.get $k) (i32.const 64)))
                  (br_if $terms
                    (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                (local.set $at0
                  (i32.add
                    (i32.mul (i32.mul (local.get $p0) (i32.const 256)) (i32.const 4))
                    (i32.mul (local.get $n) (i32.const 4))))
                (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                (local.set $r0_at (i32.add (local.get $r0) (local.get $at0)))
                (local.set $y0
                  (f32x4.pmax
                    (f32x4.add (local.get $c00) (v128.load (local.get $r0_at)))
                    (v128.const i32x4 0 0 0 0)))
                (local.set $y1
                  (f32x4.pmax
                    (f32x4.add (local.get $c01) (v128.load offset=16 (local.get $r0_at)))
                    (v128.const i32x4 0 0 0 0)))
                (local.set $y2
                  (f32x4.pmax
                    (f32x4.add (local.get $c02) (v128.load offset=32 (local.get $r0_at)))
                    (v128.const i32x4 0 0 0 0)))
                (local.set $y3
                  (f32x4.pmax
                    (f32x4.add (local.get $c03) (v128.load offset=48 (local.get $r0_at)))
                    (v128.const i32x4 0 0 0 0)))
                (v128.store (local.get $y_at) (local.get $y0))
                (v128.store offset=16 (local.get $y_at) (local.get $y1))
                (v128.store offset=32 (local.get $y_at) (local.get $y2))
                (v128.store offset=48 (local.get $y_at) (local.get $y3))
                (local.set $y0
                  (f32x4.pmax
                    (f32x4.add (local.get $c10) (v128.load offset=1024 (local.get $r0_at)))
                    (v128.const i32x4 0 0 0 0)))
                (local.set $y1
                  (f32x4.pmax
                    (f32x4.add (local.get $c11) (v128.load offset=1040 (local.get $r0_at)))
                    (v128.const i32x4 0 0 0 0)))
                (local.set $y2
                  (f32x4.pmax
                    (f32x4.add (local.get $c12) (v128.load offset=1056 (local.get $r0_at)))
                    (v128.const i32x4 0 0 0 0)))
                (local.set $y3
                  (f32x4.pmax
                    (f32x4.add (local.get $c13) (v128.load offset=1072 (local.get $r0_at)))
                    (v128.const i32x4 0 0 0 0)))
                (v128.store offset=1024 (local.get $y_at) (local.get $y0))
                (v128.store offset=1040 (local.get $y_at) (local.get $y1))
                (v128.store offset=1056 (local.get $y_at) (local.get $y2))
                (v128.store offset=1072 (local.get $y_at) (local.get $y3))
                (br_if $p0
                  (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 2))) (local.get $stop))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 1x1 convolution: [1, 256, 56, 56] -> [1, 64, 56, 56], 51.4 MMACs.
  ;; Used by layer1.1.conv1, layer1.2.conv1.
  ;; 64 units of work.
  (func $conv1x1_56x56x256_to_56x56x64_relu (export "conv1x1_56x56x256_to_56x56x64_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $panel i32) (local $start i32) (local $stop i32) (local $weights i32) (local $n i32)
    (local $biases i32) (local $end i32) (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32)
    (local $p0 i32) (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c01 v128) (local $c11 v128)
    (local $c02 v128) (local $c12 v128) (local $c03 v128) (local $c13 v128) (local $a0 v128) (local $a1 v128)
    (local $w0 v128) (local $w1 v128) (local $w2 v128) (local $w3 v128)
    ;; Panels of 16 channels, 2 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (i32.div_u (local.get $unit) (i32.const 16)))
          (local.set $start (i32.mul (i32.rem_u (local.get $unit) (i32.const 16)) (i32.const 196)))
          (local.set $stop
            (select
              (i32.add (local.get $start) (i32.const 196))
              (i32.const 3136)
              (i32.lt_s (i32.add (local.get $start) (i32.const 196)) (i32.const 3136))))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 16384))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (local.get $start))
          (if (i32.lt_u (local.get $p0) (local.get $stop))
            (then
              (loop $p0
                (local.set $c00 (v128.load (local.get $biases)))
                (local.set $c10 (local.get $c00))
                (local.set $c01 (v128.load offset=16 (local.get $biases)))
                (local.set $c11 (local.get $c01))
                (local.set $c02 (v128.load offset=32 (local.get $biases)))
                (local.set $c12 (local.get $c02))
                (local.set $c03 (v128.load offset=48 (local.get $biases)))
                (local.set $c13 (local.get $c03))
                (local.set $a
                  (i32.add (local.get $x) (i32.mul (i32.mul (local.get $p0) (i32.const 256)) (i32.const 4))))
                (local.set $k (local.get $weights))
                (local.set $end (i32.add (local.get $a) (i32.const 1024)))
                (loop $terms
                  (local.set $a0 (v128.load32_splat (local.get $a)))
                  (local.set $a1 (v128.load32_splat offset=1024 (local.get $a)))
                  (local.set $w0 (v128.load (local.get $k)))
                  (local.set $w1 (v128.load offset=16 (local.get $k)))
                  (local.set $w2 (v128.load offset=32 (local.get $k)))
                  (local.set $w3 (v128.load offset=48 (local.get $k)))
                  (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                  (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                  (local.set $c02 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                  (local.set $c03 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                  (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                  (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                  (local.set $c12 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                  (local.set $c13 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                  (local.set $k (i32.add (local.get $k) (i32.const 64)))
                  (br_if $terms
                    (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                (local.set $at0
                  (i32.add
                    (i32.mul (i32.mul (local.get $p0) (i32.const 64)) (i32.const 4))
                    (i32.mul (local.get $n) (i32.const 4))))
                (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                (v128.store (local.get $y_at) (f32x4.pmax (local.get $c00) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=16
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c01) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=32
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c02) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=48
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c03) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=256
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c10) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=272
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c11) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=288
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c12) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=304
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c13) (v128.const i32x4 0 0 0 0)))
                (br_if $p0
                  (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 2))) (local.get $stop))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 1x1 convolution: [1, 256, 56, 56] -> [1, 128, 56, 56], 103 MMACs.
  ;; Used by layer2.0.conv1.
  ;; 64 units of work.
  (func $conv1x1_56x56x256_to_56x56x128_relu (export "conv1x1_56x56x256_to_56x56x128_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $panel i32) (local $start i32) (local $stop i32) (local $weights i32) (local $n i32)
    (local $biases i32) (local $end i32) (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32)
    (local $p0 i32) (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c01 v128) (local $c11 v128)
    (local $c02 v128) (local $c12 v128) (local $c03 v128) (local $c13 v128) (local $a0 v128) (local $a1 v128)
    (local $w0 v128) (local $w1 v128) (local $w2 v128) (local $w3 v128)
    ;; Panels of 16 channels, 2 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (i32.div_u (local.get $unit) (i32.const 8)))
          (local.set $start (i32.mul (i32.rem_u (local.get $unit) (i32.const 8)) (i32.const 392)))
          (local.set $stop
            (select
              (i32.add (local.get $start) (i32.const 392))
              (i32.const 3136)
              (i32.lt_s (i32.add (local.get $start) (i32.const 392)) (i32.const 3136))))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 16384))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (local.get $start))
          (if (i32.lt_u (local.get $p0) (local.get $stop))
            (then
              (loop $p0
                (local.set $c00 (v128.load (local.get $biases)))
                (local.set $c10 (local.get $c00))
                (local.set $c01 (v128.load offset=16 (local.get $biases)))
                (local.set $c11 (local.get $c01))
                (local.set $c02 (v128.load offset=32 (local.get $biases)))
                (local.set $c12 (local.get $c02))
                (local.set $c03 (v128.load offset=48 (local.get $biases)))
                (local.set $c13 (local.get $c03))
                (local.set $a
                  (i32.add (local.get $x) (i32.mul (i32.mul (local.get $p0) (i32.const 256)) (i32.const 4))))
                (local.set $k (local.get $weights))
                (local.set $end (i32.add (local.get $a) (i32.const 1024)))
                (loop $terms
                  (local.set $a0 (v128.load32_splat (local.get $a)))
                  (local.set $a1 (v128.load32_splat offset=1024 (local.get $a)))
                  (local.set $w0 (v128.load (local.get $k)))
                  (local.set $w1 (v128.load offset=16 (local.get $k)))
                  (local.set $w2 (v128.load offset=32 (local.get $k)))
                  (local.set $w3 (v128.load offset=48 (local.get $k)))
                  (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                  (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                  (local.set $c02 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                  (local.set $c03 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                  (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                  (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                  (local.set $c12 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                  (local.set $c13 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                  (local.set $k (i32.add (local.get $k) (i32.const 64)))
                  (br_if $terms
                    (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                (local.set $at0
                  (i32.add
                    (i32.mul (i32.mul (local.get $p0) (i32.const 128)) (i32.const 4))
                    (i32.mul (local.get $n) (i32.const 4))))
                (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                (v128.store (local.get $y_at) (f32x4.pmax (local.get $c00) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=16
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c01) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=32
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c02) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=48
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c03) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=512
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c10) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=528
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c11) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=544
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c12) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=560
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c13) (v128.const i32x4 0 0 0 0)))
                (br_if $p0
                  (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 2))) (local.get $stop))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 3x3 convolution of stride 2: [1, 128, 56, 56] -> [1, 128, 28, 28], 116 MMACs.
  ;; Used by layer2.0.conv2.
  ;; 64 units of work.
  (func $conv3x3_56x56x128_to_28x28x128_relu (export "conv3x3_56x56x128_to_28x28x128_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $strip i32) (local $copied i32) (local $image i32) (local $top i32) (local $row i32)
    (local $line i32) (local $source i32) (local $i i32) (local $first i32) (local $last i32)
    (local $weights i32) (local $n i32) (local $biases i32) (local $end i32) (local $tap0 i32) (local $a i32)
    (local $k i32) (local $at0 i32) (local $y_at i32) (local $p1 i32) (local $p0 i32) (local $panel i32)
    (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c20 v128) (local $c30 v128)
    (local $c01 v128) (local $c11 v128) (local $c21 v128) (local $c31 v128) (local $a0 v128) (local $a1 v128)
    (local $a2 v128) (local $a3 v128) (local $w0 v128) (local $w1 v128)
    ;; Strips of 7 rows, panels of 8 channels, 4 pixels at a time.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (i32.div_u (local.get $unit) (i32.const 16)))
          (local.set $image (i32.div_u (local.get $strip) (i32.const 4)))
          (local.set $top (i32.mul (i32.rem_u (local.get $strip) (i32.const 4)) (i32.const 7)))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; A copy of the rows that are read, with zeros around the image.
              (local.set $i (i32.const 0))
              (loop $i
                (local.set $row
                  (i32.add (i32.add (i32.mul (local.get $top) (i32.const 2)) (i32.const -1)) (local.get $i)))
                (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 29184))))
                (if (i32.lt_u (local.get $row) (i32.const 56))
                  (then
                    (local.set $source
                      (i32.add
                        (local.get $x)
                        (i32.mul (i32.mul (local.get $row) (i32.const 7168)) (i32.const 4))))
                    (memory.fill (local.get $line) (i32.const 0) (i32.const 512))
                    (memory.copy
                      (i32.add (local.get $line) (i32.const 512))
                      (local.get $source)
                      (i32.const 28672)))
                  (else
                    (memory.fill (local.get $line) (i32.const 0) (i32.const 29184))))
                (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 15))))))
          (local.set $first (i32.rem_u (local.get $unit) (i32.const 16)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1))
              (i32.const 16)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1)) (i32.const 16))))
          (local.set $panel (local.get $first))
          (if (i32.lt_u (local.get $panel) (local.get $last))
            (then
              (loop $panel
                (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 36864))))
                (local.set $n (i32.mul (local.get $panel) (i32.const 8)))
                (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
                (local.set $p0 (i32.const 0))
                (loop $p0
                  (local.set $p1 (i32.const 0))
                  (loop $p1
                    (local.set $c00 (v128.load (local.get $biases)))
                    (local.set $c10 (local.get $c00))
                    (local.set $c20 (local.get $c00))
                    (local.set $c30 (local.get $c00))
                    (local.set $c01 (v128.load offset=16 (local.get $biases)))
                    (local.set $c11 (local.get $c01))
                    (local.set $c21 (local.get $c01))
                    (local.set $c31 (local.get $c01))
                    (local.set $a
                      (i32.add
                        (local.get $room)
                        (i32.mul
                          (i32.add
                            (i32.mul (local.get $p0) (i32.const 14592))
                            (i32.mul (local.get $p1) (i32.const 256)))
                          (i32.const 4))))
                    (local.set $k (local.get $weights))
                    (local.set $tap0 (i32.const 0))
                    (loop $tap0
                      (local.set $end (i32.add (local.get $a) (i32.const 1536)))
                      (loop $terms
                        (local.set $a0 (v128.load32_splat (local.get $a)))
                        (local.set $a1 (v128.load32_splat offset=1024 (local.get $a)))
                        (local.set $a2 (v128.load32_splat offset=2048 (local.get $a)))
                        (local.set $a3 (v128.load32_splat offset=3072 (local.get $a)))
                        (local.set $w0 (v128.load (local.get $k)))
                        (local.set $w1 (v128.load offset=16 (local.get $k)))
                        (local.set $c00
                          (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                        (local.set $c01
                          (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                        (local.set $c10
                          (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                        (local.set $c11
                          (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                        (local.set $c20
                          (f32x4.add (f32x4.mul (local.get $a2) (local.get $w0)) (local.get $c20)))
                        (local.set $c21
                          (f32x4.add (f32x4.mul (local.get $a2) (local.get $w1)) (local.get $c21)))
                        (local.set $c30
                          (f32x4.add (f32x4.mul (local.get $a3) (local.get $w0)) (local.get $c30)))
                        (local.set $c31
                          (f32x4.add (f32x4.mul (local.get $a3) (local.get $w1)) (local.get $c31)))
                        (local.set $k (i32.add (local.get $k) (i32.const 32)))
                        (br_if $terms
                          (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                      (local.set $a (i32.add (local.get $a) (i32.const 27648)))
                      (br_if $tap0
                        (i32.lt_u (local.tee $tap0 (i32.add (local.get $tap0) (i32.const 1))) (i32.const 3))))
                    (local.set $at0
                      (i32.add
                        (i32.add
                          (i32.mul (i32.mul (local.get $top) (i32.const 3584)) (i32.const 4))
                          (i32.mul
                            (i32.add
                              (i32.mul (local.get $p0) (i32.const 3584))
                              (i32.mul (local.get $p1) (i32.const 128)))
                            (i32.const 4)))
                        (i32.mul (local.get $n) (i32.const 4))))
                    (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                    (v128.store (local.get $y_at) (f32x4.pmax (local.get $c00) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=16
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c01) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=512
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c10) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=528
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c11) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=1024
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c20) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=1040
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c21) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=1536
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c30) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=1552
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c31) (v128.const i32x4 0 0 0 0)))
                    (br_if $p1
                      (i32.lt_u (local.tee $p1 (i32.add (local.get $p1) (i32.const 4))) (i32.const 28))))
                  (br_if $p0 (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 1))) (i32.const 7))))
                (br_if $panel
                  (i32.lt_u (local.tee $panel (i32.add (local.get $panel) (i32.const 1))) (local.get $last))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 1x1 convolution of stride 2: [1, 256, 56, 56] -> [1, 512, 28, 28], 103 MMACs.
  ;; Used by layer2.0.downsample.0.
  ;; 64 units of work.
  (func $conv1x1_56x56x256_to_28x28x512 (export "conv1x1_56x56x256_to_28x28x512") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $panel i32) (local $start i32) (local $stop i32) (local $weights i32) (local $n i32)
    (local $biases i32) (local $end i32) (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32)
    (local $p1 i32) (local $p0 i32) (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c01 v128)
    (local $c11 v128) (local $c02 v128) (local $c12 v128) (local $c03 v128) (local $c13 v128) (local $a0 v128)
    (local $a1 v128) (local $w0 v128) (local $w1 v128) (local $w2 v128) (local $w3 v128)
    ;; Panels of 16 channels, 2 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (i32.div_u (local.get $unit) (i32.const 2)))
          (local.set $start (i32.mul (i32.rem_u (local.get $unit) (i32.const 2)) (i32.const 14)))
          (local.set $stop
            (select
              (i32.add (local.get $start) (i32.const 14))
              (i32.const 28)
              (i32.lt_s (i32.add (local.get $start) (i32.const 14)) (i32.const 28))))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 16384))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (local.get $start))
          (if (i32.lt_u (local.get $p0) (local.get $stop))
            (then
              (loop $p0
                (local.set $p1 (i32.const 0))
                (loop $p1
                  (local.set $c00 (v128.load (local.get $biases)))
                  (local.set $c10 (local.get $c00))
                  (local.set $c01 (v128.load offset=16 (local.get $biases)))
                  (local.set $c11 (local.get $c01))
                  (local.set $c02 (v128.load offset=32 (local.get $biases)))
                  (local.set $c12 (local.get $c02))
                  (local.set $c03 (v128.load offset=48 (local.get $biases)))
                  (local.set $c13 (local.get $c03))
                  (local.set $a
                    (i32.add
                      (local.get $x)
                      (i32.mul
                        (i32.add
                          (i32.mul (local.get $p0) (i32.const 28672))
                          (i32.mul (local.get $p1) (i32.const 512)))
                        (i32.const 4))))
                  (local.set $k (local.get $weights))
                  (local.set $end (i32.add (local.get $a) (i32.const 1024)))
                  (loop $terms
                    (local.set $a0 (v128.load32_splat (local.get $a)))
                    (local.set $a1 (v128.load32_splat offset=2048 (local.get $a)))
                    (local.set $w0 (v128.load (local.get $k)))
                    (local.set $w1 (v128.load offset=16 (local.get $k)))
                    (local.set $w2 (v128.load offset=32 (local.get $k)))
                    (local.set $w3 (v128.load offset=48 (local.get $k)))
                    (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                    (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                    (local.set $c02 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                    (local.set $c03 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                    (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                    (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                    (local.set $c12 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                    (local.set $c13 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                    (local.set $k (i32.add (local.get $k) (i32.const 64)))
                    (br_if $terms
                      (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                  (local.set $at0
                    (i32.add
                      (i32.mul
                        (i32.add
                          (i32.mul (local.get $p0) (i32.const 14336))
                          (i32.mul (local.get $p1) (i32.const 512)))
                        (i32.const 4))
                      (i32.mul (local.get $n) (i32.const 4))))
                  (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                  (v128.store (local.get $y_at) (local.get $c00))
                  (v128.store offset=16 (local.get $y_at) (local.get $c01))
                  (v128.store offset=32 (local.get $y_at) (local.get $c02))
                  (v128.store offset=48 (local.get $y_at) (local.get $c03))
                  (v128.store offset=2048 (local.get $y_at) (local.get $c10))
                  (v128.store offset=2064 (local.get $y_at) (local.get $c11))
                  (v128.store offset=2080 (local.get $y_at) (local.get $c12))
                  (v128.store offset=2096 (local.get $y_at) (local.get $c13))
                  (br_if $p1
                    (i32.lt_u (local.tee $p1 (i32.add (local.get $p1) (i32.const 2))) (i32.const 28))))
                (br_if $p0
                  (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 1))) (local.get $stop))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 1x1 convolution: [1, 128, 28, 28] -> [1, 512, 28, 28], 51.4 MMACs.
  ;; Used by layer2.0.conv3, layer2.1.conv3, layer2.2.conv3, layer2.3.conv3.
  ;; 64 units of work.
  (func $conv1x1_28x28x128_to_28x28x512_add_relu (export "conv1x1_28x28x128_to_28x28x512_add_relu")
      (param $x i32) (param $w i32) (param $b i32) (param $r0 i32) (param $y i32) (param $room i32)
      (param $from i32) (param $to i32)
    (local $panel i32) (local $start i32) (local $stop i32) (local $weights i32) (local $n i32)
    (local $biases i32) (local $end i32) (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32)
    (local $r0_at i32) (local $p0 i32) (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c01 v128)
    (local $c11 v128) (local $c02 v128) (local $c12 v128) (local $c03 v128) (local $c13 v128) (local $a0 v128)
    (local $a1 v128) (local $w0 v128) (local $w1 v128) (local $w2 v128) (local $w3 v128) (local $y0 v128)
    (local $y1 v128) (local $y2 v128) (local $y3 v128)
    ;; Panels of 16 channels, 2 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (i32.div_u (local.get $unit) (i32.const 2)))
          (local.set $start (i32.mul (i32.rem_u (local.get $unit) (i32.const 2)) (i32.const 392)))
          (local.set $stop
            (select
              (i32.add (local.get $start) (i32.const 392))
              (i32.const 784)
              (i32.lt_s (i32.add (local.get $start) (i32.const 392)) (i32.const 784))))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 8192))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (local.get $start))
          (if (i32.lt_u (local.get $p0) (local.get $stop))
            (then
              (loop $p0
                (local.set $c00 (v128.load (local.get $biases)))
                (local.set $c10 (local.get $c00))
                (local.set $c01 (v128.load offset=16 (local.get $biases)))
                (local.set $c11 (local.get $c01))
                (local.set $c02 (v128.load offset=32 (local.get $biases)))
                (local.set $c12 (local.get $c02))
                (local.set $c03 (v128.load offset=48 (local.get $biases)))
                (local.set $c13 (local.get $c03))
                (local.set $a
                  (i32.add (local.get $x) (i32.mul (i32.mul (local.get $p0) (i32.const 128)) (i32.const 4))))
                (local.set $k (local.get $weights))
                (local.set $end (i32.add (local.get $a) (i32.const 512)))
                (loop $terms
                  (local.set $a0 (v128.load32_splat (local.get $a)))
                  (local.set $a1 (v128.load32_splat offset=512 (local.get $a)))
                  (local.set $w0 (v128.load (local.get $k)))
                  (local.set $w1 (v128.load offset=16 (local.get $k)))
                  (local.set $w2 (v128.load offset=32 (local.get $k)))
                  (local.set $w3 (v128.load offset=48 (local.get $k)))
                  (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                  (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                  (local.set $c02 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                  (local.set $c03 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                  (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                  (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                  (local.set $c12 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                  (local.set $c13 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                  (local.set $k (i32.add (local.get $k) (i32.const 64)))
                  (br_if $terms
                    (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                (local.set $at0
                  (i32.add
                    (i32.mul (i32.mul (local.get $p0) (i32.const 512)) (i32.const 4))
                    (i32.mul (local.get $n) (i32.const 4))))
                (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                (local.set $r0_at (i32.add (local.get $r0) (local.get $at0)))
                (local.set $y0
                  (f32x4.pmax
                    (f32x4.add (local.get $c00) (v128.load (local.get $r0_at)))
                    (v128.const i32x4 0 0 0 0)))
                (local.set $y1
                  (f32x4.pmax
                    (f32x4.add (local.get $c01) (v128.load offset=16 (local.get $r0_at)))
                    (v128.const i32x4 0 0 0 0)))
                (local.set $y2
                  (f32x4.pmax
                    (f32x4.add (local.get $c02) (v128.load offset=32 (local.get $r0_at)))
                    (v128.const i32x4 0 0 0 0)))
                (local.set $y3
                  (f32x4.pmax
                    (f32x4.add (local.get $c03) (v128.load offset=48 (local.get $r0_at)))
                    (v128.const i32x4 0 0 0 0)))
                (v128.store (local.get $y_at) (local.get $y0))
                (v128.store offset=16 (local.get $y_at) (local.get $y1))
                (v128.store offset=32 (local.get $y_at) (local.get $y2))
                (v128.store offset=48 (local.get $y_at) (local.get $y3))
                (local.set $y0
                  (f32x4.pmax
                    (f32x4.add (local.get $c10) (v128.load offset=2048 (local.get $r0_at)))
                    (v128.const i32x4 0 0 0 0)))
                (local.set $y1
                  (f32x4.pmax
                    (f32x4.add (local.get $c11) (v128.load offset=2064 (local.get $r0_at)))
                    (v128.const i32x4 0 0 0 0)))
                (local.set $y2
                  (f32x4.pmax
                    (f32x4.add (local.get $c12) (v128.load offset=2080 (local.get $r0_at)))
                    (v128.const i32x4 0 0 0 0)))
                (local.set $y3
                  (f32x4.pmax
                    (f32x4.add (local.get $c13) (v128.load offset=2096 (local.get $r0_at)))
                    (v128.const i32x4 0 0 0 0)))
                (v128.store offset=2048 (local.get $y_at) (local.get $y0))
                (v128.store offset=2064 (local.get $y_at) (local.get $y1))
                (v128.store offset=2080 (local.get $y_at) (local.get $y2))
                (v128.store offset=2096 (local.get $y_at) (local.get $y3))
                (br_if $p0
                  (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 2))) (local.get $stop))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 1x1 convolution: [1, 512, 28, 28] -> [1, 128, 28, 28], 51.4 MMACs.
  ;; Used by layer2.1.conv1, layer2.2.conv1, layer2.3.conv1.
  ;; 64 units of work.
  (func $conv1x1_28x28x512_to_28x28x128_relu (export "conv1x1_28x28x512_to_28x28x128_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $panel i32) (local $start i32) (local $stop i32) (local $weights i32) (local $n i32)
    (local $biases i32) (local $end i32) (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32)
    (local $p0 i32) (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c01 v128) (local $c11 v128)
    (local $c02 v128) (local $c12 v128) (local $c03 v128) (local $c13 v128) (local $a0 v128) (local $a1 v128)
    (local $w0 v128) (local $w1 v128) (local $w2 v128) (local $w3 v128)
    ;; Panels of 16 channels, 2 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (i32.div_u (local.get $unit) (i32.const 8)))
          (local.set $start (i32.mul (i32.rem_u (local.get $unit) (i32.const 8)) (i32.const 100)))
          (local.set $stop
            (select
              (i32.add (local.get $start) (i32.const 100))
              (i32.const 784)
              (i32.lt_s (i32.add (local.get $start) (i32.const 100)) (i32.const 784))))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 32768))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (local.get $start))
          (if (i32.lt_u (local.get $p0) (local.get $stop))
            (then
              (loop $p0
                (local.set $c00 (v128.load (local.get $biases)))
                (local.set $c10 (local.get $c00))
                (local.set $c01 (v128.load offset=16 (local.get $biases)))
                (local.set $c11 (local.get $c01))
                (local.set $c02 (v128.load offset=32 (local.get $biases)))
                (local.set $c12 (local.get $c02))
                (local.set $c03 (v128.load offset=48 (local.get $biases)))
                (local.set $c13 (local.get $c03))
                (local.set $a
                  (i32.add (local.get $x) (i32.mul (i32.mul (local.get $p0) (i32.const 512)) (i32.const 4))))
                (local.set $k (local.get $weights))
                (local.set $end (i32.add (local.get $a) (i32.const 2048)))
                (loop $terms
                  (local.set $a0 (v128.load32_splat (local.get $a)))
                  (local.set $a1 (v128.load32_splat offset=2048 (local.get $a)))
                  (local.set $w0 (v128.load (local.get $k)))
                  (local.set $w1 (v128.load offset=16 (local.get $k)))
                  (local.set $w2 (v128.load offset=32 (local.get $k)))
                  (local.set $w3 (v128.load offset=48 (local.get $k)))
                  (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                  (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                  (local.set $c02 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                  (local.set $c03 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                  (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                  (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                  (local.set $c12 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                  (local.set $c13 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                  (local.set $k (i32.add (local.get $k) (i32.const 64)))
                  (br_if $terms
                    (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                (local.set $at0
                  (i32.add
                    (i32.mul (i32.mul (local.get $p0) (i32.const 128)) (i32.const 4))
                    (i32.mul (local.get $n) (i32.const 4))))
                (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                (v128.store (local.get $y_at) (f32x4.pmax (local.get $c00) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=16
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c01) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=32
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c02) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=48
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c03) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=512
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c10) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=528
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c11) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=544
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c12) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=560
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c13) (v128.const i32x4 0 0 0 0)))
                (br_if $p0
                  (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 2))) (local.get $stop))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 3x3 convolution by Winograd's F(4x4, 3x3): [1, 128, 28, 28] -> [1, 128, 28, 28], 116 MMACs.
  ;; Used by layer2.1.conv2, layer2.2.conv2, layer2.3.conv2.
  ;; 8 units of work.
  (func $conv3x3_28x28x128_to_28x28x128_relu (export "conv3x3_28x28x128_to_28x28x128_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $strip i32) (local $copied i32) (local $top i32) (local $tiles i32) (local $pixel i32)
    (local $buffer_at i32) (local $j i32) (local $plane_at i32) (local $corner i32) (local $tile_at i32)
    (local $c i32) (local $tile_column i32) (local $row i32) (local $line i32) (local $source i32)
    (local $i i32) (local $tile_row i32) (local $first i32) (local $last i32) (local $panel_out i32)
    (local $weights i32) (local $whole i32) (local $end i32) (local $a i32) (local $k i32)
    (local $product_at i32) (local $t i32) (local $plane_in i32) (local $plane_out i32)
    (local $plane_weights i32) (local $panel i32) (local $plane i32) (local $at0 i32) (local $y_at i32)
    (local $n i32) (local $left i32) (local $stop i32) (local $image i32) (local $y_top i32) (local $unit i32)
    (local $d0 v128) (local $d1 v128) (local $d2 v128) (local $d3 v128) (local $d4 v128) (local $d5 v128)
    (local $f0 v128) (local $f1 v128) (local $f2 v128) (local $f3 v128) (local $o0 v128) (local $o1 v128)
    (local $o2 v128) (local $o3 v128) (local $o4 v128) (local $o5 v128) (local $c00 v128) (local $c10 v128)
    (local $c01 v128) (local $c11 v128) (local $c02 v128) (local $c12 v128) (local $c03 v128)
    (local $c13 v128) (local $a0 v128) (local $a1 v128) (local $w0 v128) (local $w1 v128) (local $w2 v128)
    (local $w3 v128) (local $bias v128)
    ;; Strips of 7 rows of 7 tiles, 1 panels of 16 channels.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (i32.div_u (local.get $unit) (i32.const 8)))
          (local.set $top (i32.mul (local.get $strip) (i32.const 7)))
          (local.set $tiles (i32.const 49))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; Its tiles, transformed: a plane for each place of a tile.
              (local.set $tile_row (i32.const 0))
              (loop $tile_row
                ;; A copy of the rows that are read, with zeros around the image.
                (local.set $i (i32.const 0))
                (loop $i
                  (local.set $row
                    (i32.add
                      (i32.add
                        (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4))
                        (i32.const -1))
                      (local.get $i)))
                  (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 15360))))
                  (if (i32.lt_u (local.get $row) (i32.const 28))
                    (then
                      (local.set $source
                        (i32.add
                          (local.get $x)
                          (i32.mul (i32.mul (local.get $row) (i32.const 3584)) (i32.const 4))))
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 512))
                      (memory.copy
                        (i32.add (local.get $line) (i32.const 512))
                        (local.get $source)
                        (i32.const 14336))
                      (memory.fill
                        (i32.add (local.get $line) (i32.const 14848))
                        (i32.const 0)
                        (i32.const 512)))
                    (else
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 15360))))
                  (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 6))))
                (local.set $tile_column (i32.const 0))
                (loop $tile_column
                  (local.set $corner
                    (i32.add (local.get $room) (i32.mul (local.get $tile_column) (i32.const 2048))))
                  (local.set $tile_at
                    (i32.add
                      (i32.add
                        (local.get $room)
                        (i32.mul
                          (i32.add (i32.mul (local.get $tile_row) (i32.const 7)) (local.get $tile_column))
                          (i32.const 512)))
                      (i32.const 92224)))
                  (local.set $c (i32.const 0))
                  (loop $c
                    (local.set $pixel (i32.add (local.get $corner) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 1112896)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $pixel)))
                      (local.set $d1 (v128.load offset=15360 (local.get $pixel)))
                      (local.set $d2 (v128.load offset=30720 (local.get $pixel)))
                      (local.set $d3 (v128.load offset=46080 (local.get $pixel)))
                      (local.set $d4 (v128.load offset=61440 (local.get $pixel)))
                      (local.set $d5 (v128.load offset=76800 (local.get $pixel)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (v128.store offset=384 (local.get $buffer_at) (local.get $o4))
                      (v128.store offset=480 (local.get $buffer_at) (local.get $o5))
                      (local.set $pixel (i32.add (local.get $pixel) (i32.const 512)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 1112896)))
                    (local.set $plane_at
                      (i32.add (local.get $tile_at) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $plane_at) (local.get $o0))
                      (v128.store offset=25152 (local.get $plane_at) (local.get $o1))
                      (v128.store offset=50304 (local.get $plane_at) (local.get $o2))
                      (v128.store offset=75456 (local.get $plane_at) (local.get $o3))
                      (v128.store offset=100608 (local.get $plane_at) (local.get $o4))
                      (v128.store offset=125760 (local.get $plane_at) (local.get $o5))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 150912)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (br_if $c
                      (i32.lt_u (local.tee $c (i32.add (local.get $c) (i32.const 4))) (i32.const 128))))
                  (br_if $tile_column
                    (i32.lt_u
                      (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                      (i32.const 7))))
                (br_if $tile_row
                  (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 7))))))
          (local.set $first (i32.rem_u (local.get $unit) (i32.const 8)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1))
              (i32.const 8)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1)) (i32.const 8))))
          ;; Products with the weights, plane by plane.
          (local.set $plane (i32.const 0))
          (loop $plane
            (local.set $plane_in
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 25152)))
                (i32.const 92224)))
            (local.set $plane_out
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 3200)))
                (i32.const 997696)))
            (local.set $plane_weights (i32.add (local.get $w) (i32.mul (local.get $plane) (i32.const 65600))))
            (local.set $panel (local.get $first))
            (if (i32.lt_u (local.get $panel) (local.get $last))
              (then
                (loop $panel
                  (local.set $panel_out
                    (i32.add
                      (local.get $plane_out)
                      (i32.mul (i32.sub (local.get $panel) (local.get $first)) (i32.const 64))))
                  (local.set $weights
                    (i32.add (local.get $plane_weights) (i32.mul (local.get $panel) (i32.const 8192))))
                  (local.set $whole (i32.sub (local.get $tiles) (i32.rem_u (local.get $tiles) (i32.const 2))))
                  (local.set $t (i32.const 0))
                  (if (i32.lt_u (local.get $t) (local.get $whole))
                    (then
                      (loop $t
                        (local.set $c00 (v128.const i32x4 0 0 0 0))
                        (local.set $c10 (v128.const i32x4 0 0 0 0))
                        (local.set $c01 (v128.const i32x4 0 0 0 0))
                        (local.set $c11 (v128.const i32x4 0 0 0 0))
                        (local.set $c02 (v128.const i32x4 0 0 0 0))
                        (local.set $c12 (v128.const i32x4 0 0 0 0))
                        (local.set $c03 (v128.const i32x4 0 0 0 0))
                        (local.set $c13 (v128.const i32x4 0 0 0 0))
                        (local.set $a
                          (i32.add (local.get $plane_in) (i32.mul (local.get $t) (i32.const 512))))
                        (local.set $k (local.get $weights))
                        (local.set $end (i32.add (local.get $a) (i32.const 512)))
                        (loop $terms
                          (local.set $a0 (v128.load32_splat (local.get $a)))
                          (local.set $a1 (v128.load32_splat offset=512 (local.get $a)))
                          (local.set $w0 (v128.load (local.get $k)))
                          (local.set $w1 (v128.load offset=16 (local.get $k)))
                          (local.set $w2 (v128.load offset=32 (local.get $k)))
                          (local.set $w3 (v128.load offset=48 (local.get $k)))
                          (local.set $c00
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                          (local.set $c01
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                          (local.set $c02
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                          (local.set $c03
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                          (local.set $c10
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                          (local.set $c11
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                          (local.set $c12
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                          (local.set $c13
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                          (local.set $k (i32.add (local.get $k) (i32.const 64)))
                          (br_if $terms
                            (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                        (local.set $product_at
                          (i32.add (local.get $panel_out) (i32.mul (local.get $t) (i32.const 64))))
                        (v128.store (local.get $product_at) (local.get $c00))
                        (v128.store offset=16 (local.get $product_at) (local.get $c01))
                        (v128.store offset=32 (local.get $product_at) (local.get $c02))
                        (v128.store offset=48 (local.get $product_at) (local.get $c03))
                        (v128.store offset=64 (local.get $product_at) (local.get $c10))
                        (v128.store offset=80 (local.get $product_at) (local.get $c11))
                        (v128.store offset=96 (local.get $product_at) (local.get $c12))
                        (v128.store offset=112 (local.get $product_at) (local.get $c13))
                        (br_if $t
                          (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 2))) (local.get $whole))))))
                  (local.set $t (local.get $whole))
                  (if (i32.lt_u (local.get $t) (local.get $tiles))
                    (then
                      (loop $t
                        (local.set $c00 (v128.const i32x4 0 0 0 0))
                        (local.set $c01 (v128.const i32x4 0 0 0 0))
                        (local.set $c02 (v128.const i32x4 0 0 0 0))
                        (local.set $c03 (v128.const i32x4 0 0 0 0))
                        (local.set $a
                          (i32.add (local.get $plane_in) (i32.mul (local.get $t) (i32.const 512))))
                        (local.set $k (local.get $weights))
                        (local.set $end (i32.add (local.get $a) (i32.const 512)))
                        (loop $terms
                          (local.set $a0 (v128.load32_splat (local.get $a)))
                          (local.set $w0 (v128.load (local.get $k)))
                          (local.set $w1 (v128.load offset=16 (local.get $k)))
                          (local.set $w2 (v128.load offset=32 (local.get $k)))
                          (local.set $w3 (v128.load offset=48 (local.get $k)))
                          (local.set $c00
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                          (local.set $c01
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                          (local.set $c02
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                          (local.set $c03
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                          (local.set $k (i32.add (local.get $k) (i32.const 64)))
                          (br_if $terms
                            (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                        (local.set $product_at
                          (i32.add (local.get $panel_out) (i32.mul (local.get $t) (i32.const 64))))
                        (v128.store (local.get $product_at) (local.get $c00))
                        (v128.store offset=16 (local.get $product_at) (local.get $c01))
                        (v128.store offset=32 (local.get $product_at) (local.get $c02))
                        (v128.store offset=48 (local.get $product_at) (local.get $c03))
                        (br_if $t
                          (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 1))) (local.get $tiles))))))
                  (br_if $panel
                    (i32.lt_u (local.tee $panel (i32.add (local.get $panel) (i32.const 1))) (local.get $last))))))
            (br_if $plane
              (i32.lt_u (local.tee $plane (i32.add (local.get $plane) (i32.const 1))) (i32.const 36))))
          ;; Transformed back.
          (local.set $stop
            (select
              (i32.mul (local.get $last) (i32.const 16))
              (i32.const 128)
              (i32.lt_s (i32.mul (local.get $last) (i32.const 16)) (i32.const 128))))
          (local.set $tile_row (i32.const 0))
          (loop $tile_row
            (local.set $image (i32.const 0))
            (local.set $y_top (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4)))
            (local.set $tile_column (i32.const 0))
            (loop $tile_column
              (local.set $left (i32.mul (local.get $tile_column) (i32.const 4)))
              (local.set $tile_at
                (i32.add
                  (i32.add
                    (local.get $room)
                    (i32.mul
                      (i32.add (i32.mul (local.get $tile_row) (i32.const 7)) (local.get $tile_column))
                      (i32.const 64)))
                  (i32.const 997696)))
              (local.set $n (i32.mul (local.get $first) (i32.const 16)))
              (if (i32.lt_u (local.get $n) (local.get $stop))
                (then
                  (loop $n
                    (local.set $bias
                      (v128.load (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4)))))
                    (local.set $plane_at
                      (i32.add
                        (local.get $tile_at)
                        (i32.mul
                          (i32.sub (local.get $n) (i32.mul (local.get $first) (i32.const 16)))
                          (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 1112896)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $plane_at)))
                      (local.set $d1 (v128.load offset=19200 (local.get $plane_at)))
                      (local.set $d2 (v128.load offset=38400 (local.get $plane_at)))
                      (local.set $d3 (v128.load offset=57600 (local.get $plane_at)))
                      (local.set $d4 (v128.load offset=76800 (local.get $plane_at)))
                      (local.set $d5 (v128.load offset=96000 (local.get $plane_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 3200)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 1112896)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (local.set $o0 (f32x4.add (local.get $o0) (local.get $bias)))
                      (local.set $o1 (f32x4.add (local.get $o1) (local.get $bias)))
                      (local.set $o2 (f32x4.add (local.get $o2) (local.get $bias)))
                      (local.set $o3 (f32x4.add (local.get $o3) (local.get $bias)))
                      (local.set $at0
                        (i32.add
                          (i32.mul
                            (i32.add
                              (i32.mul (i32.add (local.get $y_top) (local.get $j)) (i32.const 3584))
                              (i32.mul (local.get $left) (i32.const 128)))
                            (i32.const 4))
                          (i32.mul (local.get $n) (i32.const 4))))
                      (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                      (v128.store (local.get $y_at) (f32x4.pmax (local.get $o0) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=512
                        (local.get $y_at)
                        (f32x4.pmax (local.get $o1) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=1024
                        (local.get $y_at)
                        (f32x4.pmax (local.get $o2) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=1536
                        (local.get $y_at)
                        (f32x4.pmax (local.get $o3) (v128.const i32x4 0 0 0 0)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 4))))
                    (br_if $n
                      (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 4))) (local.get $stop))))))
              (br_if $tile_column
                (i32.lt_u
                  (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                  (i32.const 7))))
            (br_if $tile_row
              (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 7))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 1x1 convolution: [1, 512, 28, 28] -> [1, 256, 28, 28], 103 MMACs.
  ;; Used by layer3.0.conv1.
  ;; 64 units of work.
  (func $conv1x1_28x28x512_to_28x28x256_relu (export "conv1x1_28x28x512_to_28x28x256_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $panel i32) (local $start i32) (local $stop i32) (local $weights i32) (local $n i32)
    (local $biases i32) (local $end i32) (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32)
    (local $p0 i32) (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c01 v128) (local $c11 v128)
    (local $c02 v128) (local $c12 v128) (local $c03 v128) (local $c13 v128) (local $a0 v128) (local $a1 v128)
    (local $w0 v128) (local $w1 v128) (local $w2 v128) (local $w3 v128)
    ;; Panels of 16 channels, 2 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (i32.div_u (local.get $unit) (i32.const 4)))
          (local.set $start (i32.mul (i32.rem_u (local.get $unit) (i32.const 4)) (i32.const 196)))
          (local.set $stop
            (select
              (i32.add (local.get $start) (i32.const 196))
              (i32.const 784)
              (i32.lt_s (i32.add (local.get $start) (i32.const 196)) (i32.const 784))))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 32768))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (local.get $start))
          (if (i32.lt_u (local.get $p0) (local.get $stop))
            (then
              (loop $p0
                (local.set $c00 (v128.load (local.get $biases)))
                (local.set $c10 (local.get $c00))
                (local.set $c01 (v128.load offset=16 (local.get $biases)))
                (local.set $c11 (local.get $c01))
                (local.set $c02 (v128.load offset=32 (local.get $biases)))
                (local.set $c12 (local.get $c02))
                (local.set $c03 (v128.load offset=48 (local.get $biases)))
                (local.set $c13 (local.get $c03))
                (local.set $a
                  (i32.add (local.get $x) (i32.mul (i32.mul (local.get $p0) (i32.const 512)) (i32.const 4))))
                (local.set $k (local.get $weights))
                (local.set $end (i32.add (local.get $a) (i32.const 2048)))
                (loop $terms
                  (local.set $a0 (v128.load32_splat (local.get $a)))
                  (local.set $a1 (v128.load32_splat offset=2048 (local.get $a)))
                  (local.set $w0 (v128.load (local.get $k)))
                  (local.set $w1 (v128.load offset=16 (local.get $k)))
                  (local.set $w2 (v128.load offset=32 (local.get $k)))
                  (local.set $w3 (v128.load offset=48 (local.get $k)))
                  (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                  (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                  (local.set $c02 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                  (local.set $c03 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                  (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                  (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                  (local.set $c12 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                  (local.set $c13 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                  (local.set $k (i32.add (local.get $k) (i32.const 64)))
                  (br_if $terms
                    (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                (local.set $at0
                  (i32.add
                    (i32.mul (i32.mul (local.get $p0) (i32.const 256)) (i32.const 4))
                    (i32.mul (local.get $n) (i32.const 4))))
                (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                (v128.store (local.get $y_at) (f32x4.pmax (local.get $c00) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=16
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c01) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=32
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c02) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=48
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c03) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=1024
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c10) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=1040
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c11) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=1056
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c12) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=1072
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c13) (v128.const i32x4 0 0 0 0)))
                (br_if $p0
                  (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 2))) (local.get $stop))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 3x3 convolution of stride 2: [1, 256, 28, 28] -> [1, 256, 14, 14], 116 MMACs.
  ;; Used by layer3.0.conv2.
  ;; 64 units of work.
  (func $conv3x3_28x28x256_to_14x14x256_relu (export "conv3x3_28x28x256_to_14x14x256_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $strip i32) (local $copied i32) (local $image i32) (local $top i32) (local $row i32)
    (local $line i32) (local $source i32) (local $i i32) (local $first i32) (local $last i32)
    (local $weights i32) (local $n i32) (local $biases i32) (local $end i32) (local $tap0 i32) (local $a i32)
    (local $k i32) (local $at0 i32) (local $y_at i32) (local $p1 i32) (local $p0 i32) (local $panel i32)
    (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c20 v128) (local $c30 v128)
    (local $c01 v128) (local $c11 v128) (local $c21 v128) (local $c31 v128) (local $a0 v128) (local $a1 v128)
    (local $a2 v128) (local $a3 v128) (local $w0 v128) (local $w1 v128)
    ;; Strips of 7 rows, panels of 8 channels, 4 pixels at a time.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (i32.div_u (local.get $unit) (i32.const 32)))
          (local.set $image (i32.div_u (local.get $strip) (i32.const 2)))
          (local.set $top (i32.mul (i32.rem_u (local.get $strip) (i32.const 2)) (i32.const 7)))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; A copy of the rows that are read, with zeros around the image.
              (local.set $i (i32.const 0))
              (loop $i
                (local.set $row
                  (i32.add (i32.add (i32.mul (local.get $top) (i32.const 2)) (i32.const -1)) (local.get $i)))
                (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 29696))))
                (if (i32.lt_u (local.get $row) (i32.const 28))
                  (then
                    (local.set $source
                      (i32.add
                        (local.get $x)
                        (i32.mul (i32.mul (local.get $row) (i32.const 7168)) (i32.const 4))))
                    (memory.fill (local.get $line) (i32.const 0) (i32.const 1024))
                    (memory.copy
                      (i32.add (local.get $line) (i32.const 1024))
                      (local.get $source)
                      (i32.const 28672)))
                  (else
                    (memory.fill (local.get $line) (i32.const 0) (i32.const 29696))))
                (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 15))))))
          (local.set $first (i32.rem_u (local.get $unit) (i32.const 32)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1))
              (i32.const 32)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1)) (i32.const 32))))
          (local.set $panel (local.get $first))
          (if (i32.lt_u (local.get $panel) (local.get $last))
            (then
              (loop $panel
                (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 73728))))
                (local.set $n (i32.mul (local.get $panel) (i32.const 8)))
                (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
                (local.set $p0 (i32.const 0))
                (loop $p0
                  (local.set $p1 (i32.const 0))
                  (loop $p1
                    (local.set $c00 (v128.load (local.get $biases)))
                    (local.set $c10 (local.get $c00))
                    (local.set $c20 (local.get $c00))
                    (local.set $c30 (local.get $c00))
                    (local.set $c01 (v128.load offset=16 (local.get $biases)))
                    (local.set $c11 (local.get $c01))
                    (local.set $c21 (local.get $c01))
                    (local.set $c31 (local.get $c01))
                    (local.set $a
                      (i32.add
                        (local.get $room)
                        (i32.mul
                          (i32.add
                            (i32.mul (local.get $p0) (i32.const 14848))
                            (i32.mul (local.get $p1) (i32.const 512)))
                          (i32.const 4))))
                    (local.set $k (local.get $weights))
                    (local.set $tap0 (i32.const 0))
                    (loop $tap0
                      (local.set $end (i32.add (local.get $a) (i32.const 3072)))
                      (loop $terms
                        (local.set $a0 (v128.load32_splat (local.get $a)))
                        (local.set $a1 (v128.load32_splat offset=2048 (local.get $a)))
                        (local.set $a2 (v128.load32_splat offset=4096 (local.get $a)))
                        (local.set $a3 (v128.load32_splat offset=6144 (local.get $a)))
                        (local.set $w0 (v128.load (local.get $k)))
                        (local.set $w1 (v128.load offset=16 (local.get $k)))
                        (local.set $c00
                          (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                        (local.set $c01
                          (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                        (local.set $c10
                          (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                        (local.set $c11
                          (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                        (local.set $c20
                          (f32x4.add (f32x4.mul (local.get $a2) (local.get $w0)) (local.get $c20)))
                        (local.set $c21
                          (f32x4.add (f32x4.mul (local.get $a2) (local.get $w1)) (local.get $c21)))
                        (local.set $c30
                          (f32x4.add (f32x4.mul (local.get $a3) (local.get $w0)) (local.get $c30)))
                        (local.set $c31
                          (f32x4.add (f32x4.mul (local.get $a3) (local.get $w1)) (local.get $c31)))
                        (local.set $k (i32.add (local.get $k) (i32.const 32)))
                        (br_if $terms
                          (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                      (local.set $a (i32.add (local.get $a) (i32.const 26624)))
                      (br_if $tap0
                        (i32.lt_u (local.tee $tap0 (i32.add (local.get $tap0) (i32.const 1))) (i32.const 3))))
                    (local.set $at0
                      (i32.add
                        (i32.add
                          (i32.mul (i32.mul (local.get $top) (i32.const 3584)) (i32.const 4))
                          (i32.mul
                            (i32.add
                              (i32.mul (local.get $p0) (i32.const 3584))
                              (i32.mul (local.get $p1) (i32.const 256)))
                            (i32.const 4)))
                        (i32.mul (local.get $n) (i32.const 4))))
                    (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                    (v128.store (local.get $y_at) (f32x4.pmax (local.get $c00) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=16
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c01) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=1024
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c10) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=1040
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c11) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=2048
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c20) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=2064
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c21) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=3072
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c30) (v128.const i32x4 0 0 0 0)))
                    (v128.store offset=3088
                      (local.get $y_at)
                      (f32x4.pmax (local.get $c31) (v128.const i32x4 0 0 0 0)))
                    (br_if $p1
                      (i32.lt_u (local.tee $p1 (i32.add (local.get $p1) (i32.const 4))) (i32.const 12))))
                  (if (i32.lt_u (i32.const 12) (i32.const 14))
                    (then
                      (local.set $p1 (i32.const 12))
                      (local.set $c00 (v128.load (local.get $biases)))
                      (local.set $c10 (local.get $c00))
                      (local.set $c01 (v128.load offset=16 (local.get $biases)))
                      (local.set $c11 (local.get $c01))
                      (local.set $a
                        (i32.add
                          (local.get $room)
                          (i32.mul
                            (i32.add
                              (i32.mul (local.get $p0) (i32.const 14848))
                              (i32.mul (local.get $p1) (i32.const 512)))
                            (i32.const 4))))
                      (local.set $k (local.get $weights))
                      (local.set $tap0 (i32.const 0))
                      (loop $tap0
                        (local.set $end (i32.add (local.get $a) (i32.const 3072)))
                        (loop $terms
                          (local.set $a0 (v128.load32_splat (local.get $a)))
                          (local.set $a1 (v128.load32_splat offset=2048 (local.get $a)))
                          (local.set $w0 (v128.load (local.get $k)))
                          (local.set $w1 (v128.load offset=16 (local.get $k)))
                          (local.set $c00
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                          (local.set $c01
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                          (local.set $c10
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                          (local.set $c11
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                          (local.set $k (i32.add (local.get $k) (i32.const 32)))
                          (br_if $terms
                            (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                        (local.set $a (i32.add (local.get $a) (i32.const 26624)))
                        (br_if $tap0
                          (i32.lt_u (local.tee $tap0 (i32.add (local.get $tap0) (i32.const 1))) (i32.const 3))))
                      (local.set $at0
                        (i32.add
                          (i32.add
                            (i32.mul (i32.mul (local.get $top) (i32.const 3584)) (i32.const 4))
                            (i32.mul
                              (i32.add
                                (i32.mul (local.get $p0) (i32.const 3584))
                                (i32.mul (local.get $p1) (i32.const 256)))
                              (i32.const 4)))
                          (i32.mul (local.get $n) (i32.const 4))))
                      (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                      (v128.store (local.get $y_at) (f32x4.pmax (local.get $c00) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=16
                        (local.get $y_at)
                        (f32x4.pmax (local.get $c01) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=1024
                        (local.get $y_at)
                        (f32x4.pmax (local.get $c10) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=1040
                        (local.get $y_at)
                        (f32x4.pmax (local.get $c11) (v128.const i32x4 0 0 0 0)))))
                  (br_if $p0 (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 1))) (i32.const 7))))
                (br_if $panel
                  (i32.lt_u (local.tee $panel (i32.add (local.get $panel) (i32.const 1))) (local.get $last))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 1x1 convolution of stride 2: [1, 512, 28, 28] -> [1, 1024, 14, 14], 103 MMACs.
  ;; Used by layer3.0.downsample.0.
  ;; 64 units of work.
  (func $conv1x1_28x28x512_to_14x14x1024 (export "conv1x1_28x28x512_to_14x14x1024") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $panel i32) (local $weights i32) (local $n i32) (local $biases i32) (local $end i32)
    (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32) (local $p1 i32) (local $p0 i32)
    (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c01 v128) (local $c11 v128)
    (local $c02 v128) (local $c12 v128) (local $c03 v128) (local $c13 v128) (local $a0 v128) (local $a1 v128)
    (local $w0 v128) (local $w1 v128) (local $w2 v128) (local $w3 v128)
    ;; Panels of 16 channels, 2 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (local.get $unit))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 32768))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (i32.const 0))
          (loop $p0
            (local.set $p1 (i32.const 0))
            (loop $p1
              (local.set $c00 (v128.load (local.get $biases)))
              (local.set $c10 (local.get $c00))
              (local.set $c01 (v128.load offset=16 (local.get $biases)))
              (local.set $c11 (local.get $c01))
              (local.set $c02 (v128.load offset=32 (local.get $biases)))
              (local.set $c12 (local.get $c02))
              (local.set $c03 (v128.load offset=48 (local.get $biases)))
              (local.set $c13 (local.get $c03))
              (local.set $a
                (i32.add
                  (local.get $x)
                  (i32.mul
                    (i32.add
                      (i32.mul (local.get $p0) (i32.const 28672))
                      (i32.mul (local.get $p1) (i32.const 1024)))
                    (i32.const 4))))
              (local.set $k (local.get $weights))
              (local.set $end (i32.add (local.get $a) (i32.const 2048)))
              (loop $terms
                (local.set $a0 (v128.load32_splat (local.get $a)))
                (local.set $a1 (v128.load32_splat offset=4096 (local.get $a)))
                (local.set $w0 (v128.load (local.get $k)))
                (local.set $w1 (v128.load offset=16 (local.get $k)))
                (local.set $w2 (v128.load offset=32 (local.get $k)))
                (local.set $w3 (v128.load offset=48 (local.get $k)))
                (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                (local.set $c02 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                (local.set $c03 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                (local.set $c12 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
                (local.set $c13 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
                (local.set $k (i32.add (local.get $k) (i32.const 64)))
                (br_if $terms
                  (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
              (local.set $at0
                (i32.add
                  (i32.mul
                    (i32.add
                      (i32.mul (local.get $p0) (i32.const 14336))
                      (i32.mul (local.get $p1) (i32.const 1024)))
                    (i32.const 4))
                  (i32.mul (local.get $n) (i32.const 4))))
              (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
              (v128.store (local.get $y_at) (local.get $c00))
              (v128.store offset=16 (local.get $y_at) (local.get $c01))
              (v128.store offset=32 (local.get $y_at) (local.get $c02))
              (v128.store offset=48 (local.get $y_at) (local.get $c03))
              (v128.store offset=4096 (local.get $y_at) (local.get $c10))
              (v128.store offset=4112 (local.get $y_at) (local.get $c11))
              (v128.store offset=4128 (local.get $y_at) (local.get $c12))
              (v128.store offset=4144 (local.get $y_at) (local.get $c13))
              (br_if $p1 (i32.lt_u (local.tee $p1 (i32.add (local.get $p1) (i32.const 2))) (i32.const 14))))
            (br_if $p0 (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 1))) (i32.const 14))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 1x1 convolution: [1, 256, 14, 14] -> [1, 1024, 14, 14], 51.4 MMACs.
  ;; Used by layer3.0.conv3, layer3.1.conv3, layer3.2.conv3, layer3.3.conv3, layer3.4.conv3, layer3.5.conv3.
  ;; 64 units of work.
  (func $conv1x1_14x14x256_to_14x14x1024_add_relu (export "conv1x1_14x14x256_to_14x14x1024_add_relu")
      (param $x i32) (param $w i32) (param $b i32) (param $r0 i32) (param $y i32) (param $room i32)
      (param $from i32) (param $to i32)
    (local $panel i32) (local $weights i32) (local $n i32) (local $biases i32) (local $end i32)
    (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32) (local $r0_at i32) (local $p0 i32)
    (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c01 v128) (local $c11 v128)
    (local $c02 v128) (local $c12 v128) (local $c03 v128) (local $c13 v128) (local $a0 v128) (local $a1 v128)
    (local $w0 v128) (local $w1 v128) (local $w2 v128) (local $w3 v128) (local $y0 v128) (local $y1 v128)
    (local $y2 v128) (local $y3 v128)
    ;; Panels of 16 channels, 2 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (local.get $unit))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 16384))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (i32.const 0))
          (loop $p0
            (local.set $c00 (v128.load (local.get $biases)))
            (local.set $c10 (local.get $c00))
            (local.set $c01 (v128.load offset=16 (local.get $biases)))
            (local.set $c11 (local.get $c01))
            (local.set $c02 (v128.load offset=32 (local.get $biases)))
            (local.set $c12 (local.get $c02))
            (local.set $c03 (v128.load offset=48 (local.get $biases)))
            (local.set $c13 (local.get $c03))
            (local.set $a
              (i32.add (local.get $x) (i32.mul (i32.mul (local.get $p0) (i32.const 256)) (i32.const 4))))
            (local.set $k (local.get $weights))
            (local.set $end (i32.add (local.get $a) (i32.const 1024)))
            (loop $terms
              (local.set $a0 (v128.load32_splat (local.get $a)))
              (local.set $a1 (v128.load32_splat offset=1024 (local.get $a)))
              (local.set $w0 (v128.load (local.get $k)))
              (local.set $w1 (v128.load offset=16 (local.get $k)))
              (local.set $w2 (v128.load offset=32 (local.get $k)))
              (local.set $w3 (v128.load offset=48 (local.get $k)))
              (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
              (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
              (local.set $c02 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
              (local.set $c03 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
              (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
              (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
              (local.set $c12 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
              (local.set $c13 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
              (local.set $k (i32.add (local.get $k) (i32.const 64)))
              (br_if $terms (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
            (local.set $at0
              (i32.add
                (i32.mul (i32.mul (local.get $p0) (i32.const 1024)) (i32.const 4))
                (i32.mul (local.get $n) (i32.const 4))))
            (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
            (local.set $r0_at (i32.add (local.get $r0) (local.get $at0)))
            (local.set $y0
              (f32x4.pmax
                (f32x4.add (local.get $c00) (v128.load (local.get $r0_at)))
                (v128.const i32x4 0 0 0 0)))
            (local.set $y1
              (f32x4.pmax
                (f32x4.add (local.get $c01) (v128.load offset=16 (local.get $r0_at)))
                (v128.const i32x4 0 0 0 0)))
            (local.set $y2
              (f32x4.pmax
                (f32x4.add (local.get $c02) (v128.load offset=32 (local.get $r0_at)))
                (v128.const i32x4 0 0 0 0)))
            (local.set $y3
              (f32x4.pmax
                (f32x4.add (local.get $c03) (v128.load offset=48 (local.get $r0_at)))
                (v128.const i32x4 0 0 0 0)))
            (v128.store (local.get $y_at) (local.get $y0))
            (v128.store offset=16 (local.get $y_at) (local.get $y1))
            (v128.store offset=32 (local.get $y_at) (local.get $y2))
            (v128.store offset=48 (local.get $y_at) (local.get $y3))
            (local.set $y0
              (f32x4.pmax
                (f32x4.add (local.get $c10) (v128.load offset=4096 (local.get $r0_at)))
                (v128.const i32x4 0 0 0 0)))
            (local.set $y1
              (f32x4.pmax
                (f32x4.add (local.get $c11) (v128.load offset=4112 (local.get $r0_at)))
                (v128.const i32x4 0 0 0 0)))
            (local.set $y2
              (f32x4.pmax
                (f32x4.add (local.get $c12) (v128.load offset=4128 (local.get $r0_at)))
                (v128.const i32x4 0 0 0 0)))
            (local.set $y3
              (f32x4.pmax
                (f32x4.add (local.get $c13) (v128.load offset=4144 (local.get $r0_at)))
                (v128.const i32x4 0 0 0 0)))
            (v128.store offset=4096 (local.get $y_at) (local.get $y0))
            (v128.store offset=4112 (local.get $y_at) (local.get $y1))
            (v128.store offset=4128 (local.get $y_at) (local.get $y2))
            (v128.store offset=4144 (local.get $y_at) (local.get $y3))
            (br_if $p0 (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 2))) (i32.const 196))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 1x1 convolution: [1, 1024, 14, 14] -> [1, 256, 14, 14], 51.4 MMACs.
  ;; Used by layer3.1.conv1, layer3.2.conv1, layer3.3.conv1, layer3.4.conv1, layer3.5.conv1.
  ;; 64 units of work.
  (func $conv1x1_14x14x1024_to_14x14x256_relu (export "conv1x1_14x14x1024_to_14x14x256_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $panel i32) (local $start i32) (local $stop i32) (local $weights i32) (local $n i32)
    (local $biases i32) (local $end i32) (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32)
    (local $p0 i32) (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c20 v128) (local $c30 v128)
    (local $c01 v128) (local $c11 v128) (local $c21 v128) (local $c31 v128) (local $a0 v128) (local $a1 v128)
    (local $a2 v128) (local $a3 v128) (local $w0 v128) (local $w1 v128)
    ;; Panels of 8 channels, 4 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (i32.div_u (local.get $unit) (i32.const 2)))
          (local.set $start (i32.mul (i32.rem_u (local.get $unit) (i32.const 2)) (i32.const 112)))
          (local.set $stop
            (select
              (i32.add (local.get $start) (i32.const 112))
              (i32.const 196)
              (i32.lt_s (i32.add (local.get $start) (i32.const 112)) (i32.const 196))))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 32768))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 8)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (local.get $start))
          (if (i32.lt_u (local.get $p0) (local.get $stop))
            (then
              (loop $p0
                (local.set $c00 (v128.load (local.get $biases)))
                (local.set $c10 (local.get $c00))
                (local.set $c20 (local.get $c00))
                (local.set $c30 (local.get $c00))
                (local.set $c01 (v128.load offset=16 (local.get $biases)))
                (local.set $c11 (local.get $c01))
                (local.set $c21 (local.get $c01))
                (local.set $c31 (local.get $c01))
                (local.set $a
                  (i32.add (local.get $x) (i32.mul (i32.mul (local.get $p0) (i32.const 1024)) (i32.const 4))))
                (local.set $k (local.get $weights))
                (local.set $end (i32.add (local.get $a) (i32.const 4096)))
                (loop $terms
                  (local.set $a0 (v128.load32_splat (local.get $a)))
                  (local.set $a1 (v128.load32_splat offset=4096 (local.get $a)))
                  (local.set $a2 (v128.load32_splat offset=8192 (local.get $a)))
                  (local.set $a3 (v128.load32_splat offset=12288 (local.get $a)))
                  (local.set $w0 (v128.load (local.get $k)))
                  (local.set $w1 (v128.load offset=16 (local.get $k)))
                  (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                  (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                  (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                  (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                  (local.set $c20 (f32x4.add (f32x4.mul (local.get $a2) (local.get $w0)) (local.get $c20)))
                  (local.set $c21 (f32x4.add (f32x4.mul (local.get $a2) (local.get $w1)) (local.get $c21)))
                  (local.set $c30 (f32x4.add (f32x4.mul (local.get $a3) (local.get $w0)) (local.get $c30)))
                  (local.set $c31 (f32x4.add (f32x4.mul (local.get $a3) (local.get $w1)) (local.get $c31)))
                  (local.set $k (i32.add (local.get $k) (i32.const 32)))
                  (br_if $terms
                    (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                (local.set $at0
                  (i32.add
                    (i32.mul (i32.mul (local.get $p0) (i32.const 256)) (i32.const 4))
                    (i32.mul (local.get $n) (i32.const 4))))
                (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                (v128.store (local.get $y_at) (f32x4.pmax (local.get $c00) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=16
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c01) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=1024
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c10) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=1040
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c11) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=2048
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c20) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=2064
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c21) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=3072
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c30) (v128.const i32x4 0 0 0 0)))
                (v128.store offset=3088
                  (local.get $y_at)
                  (f32x4.pmax (local.get $c31) (v128.const i32x4 0 0 0 0)))
                (br_if $p0
                  (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 4))) (local.get $stop))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 3x3 convolution by Winograd's F(4x4, 3x3): [1, 256, 14, 14] -> [1, 256, 14, 14], 116 MMACs.
  ;; Used by layer3.1.conv2, layer3.2.conv2, layer3.3.conv2, layer3.4.conv2, layer3.5.conv2.
  ;; 16 units of work.
  (func $conv3x3_14x14x256_to_14x14x256_relu (export "conv3x3_14x14x256_to_14x14x256_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $strip i32) (local $copied i32) (local $top i32) (local $tiles i32) (local $pixel i32)
    (local $buffer_at i32) (local $j i32) (local $plane_at i32) (local $corner i32) (local $tile_at i32)
    (local $c i32) (local $tile_column i32) (local $row i32) (local $line i32) (local $source i32)
    (local $i i32) (local $tile_row i32) (local $first i32) (local $last i32) (local $panel_out i32)
    (local $weights i32) (local $whole i32) (local $end i32) (local $a i32) (local $k i32)
    (local $product_at i32) (local $t i32) (local $plane_in i32) (local $plane_out i32)
    (local $plane_weights i32) (local $panel i32) (local $plane i32) (local $at0 i32) (local $y_at i32)
    (local $n i32) (local $left i32) (local $stop i32) (local $image i32) (local $y_top i32) (local $unit i32)
    (local $d0 v128) (local $d1 v128) (local $d2 v128) (local $d3 v128) (local $d4 v128) (local $d5 v128)
    (local $f0 v128) (local $f1 v128) (local $f2 v128) (local $f3 v128) (local $o0 v128) (local $o1 v128)
    (local $o2 v128) (local $o3 v128) (local $o4 v128) (local $o5 v128) (local $c00 v128) (local $c10 v128)
    (local $c20 v128) (local $c30 v128) (local $c01 v128) (local $c11 v128) (local $c21 v128)
    (local $c31 v128) (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128) (local $w0 v128)
    (local $w1 v128) (local $bias v128)
    ;; Strips of 4 rows of 4 tiles, 2 panels of 8 channels.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (i32.div_u (local.get $unit) (i32.const 16)))
          (local.set $top (i32.mul (local.get $strip) (i32.const 4)))
          (local.set $tiles (i32.const 16))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; Its tiles, transformed: a plane for each place of a tile.
              (local.set $tile_row (i32.const 0))
              (loop $tile_row
                ;; A copy of the rows that are read, with zeros around the image.
                (local.set $i (i32.const 0))
                (loop $i
                  (local.set $row
                    (i32.add
                      (i32.add
                        (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4))
                        (i32.const -1))
                      (local.get $i)))
                  (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 18432))))
                  (if (i32.lt_u (local.get $row) (i32.const 14))
                    (then
                      (local.set $source
                        (i32.add
                          (local.get $x)
                          (i32.mul (i32.mul (local.get $row) (i32.const 3584)) (i32.const 4))))
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 1024))
                      (memory.copy
                        (i32.add (local.get $line) (i32.const 1024))
                        (local.get $source)
                        (i32.const 14336))
                      (memory.fill
                        (i32.add (local.get $line) (i32.const 15360))
                        (i32.const 0)
                        (i32.const 3072)))
                    (else
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 18432))))
                  (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 6))))
                (local.set $tile_column (i32.const 0))
                (loop $tile_column
                  (local.set $corner
                    (i32.add (local.get $room) (i32.mul (local.get $tile_column) (i32.const 4096))))
                  (local.set $tile_at
                    (i32.add
                      (i32.add
                        (local.get $room)
                        (i32.mul
                          (i32.add (i32.mul (local.get $tile_row) (i32.const 4)) (local.get $tile_column))
                          (i32.const 1024)))
                      (i32.const 110656)))
                  (local.set $c (i32.const 0))
                  (loop $c
                    (local.set $pixel (i32.add (local.get $corner) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 741952)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $pixel)))
                      (local.set $d1 (v128.load offset=18432 (local.get $pixel)))
                      (local.set $d2 (v128.load offset=36864 (local.get $pixel)))
                      (local.set $d3 (v128.load offset=55296 (local.get $pixel)))
                      (local.set $d4 (v128.load offset=73728 (local.get $pixel)))
                      (local.set $d5 (v128.load offset=92160 (local.get $pixel)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (v128.store offset=384 (local.get $buffer_at) (local.get $o4))
                      (v128.store offset=480 (local.get $buffer_at) (local.get $o5))
                      (local.set $pixel (i32.add (local.get $pixel) (i32.const 1024)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 741952)))
                    (local.set $plane_at
                      (i32.add (local.get $tile_at) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                      (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                      (local.set $f0
                        (f32x4.add (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -4))) (local.get $d4)))
                      (local.set $f1
                        (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -4))) (local.get $d3)))
                      (local.set $f2 (f32x4.sub (local.get $d4) (local.get $d2)))
                      (local.set $f3
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const 2)))
                          (f32x4.mul (local.get $d1) (f32x4.splat (f32.const -2)))))
                      (local.set $o0
                        (f32x4.add
                          (f32x4.mul (local.get $d2) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d0) (f32x4.splat (f32.const 4))) (local.get $d4))))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.add (local.get $f2) (local.get $f3)))
                      (local.set $o4 (f32x4.sub (local.get $f2) (local.get $f3)))
                      (local.set $o5
                        (f32x4.add
                          (f32x4.mul (local.get $d3) (f32x4.splat (f32.const -5)))
                          (f32x4.add (f32x4.mul (local.get $d1) (f32x4.splat (f32.const 4))) (local.get $d5))))
                      (v128.store (local.get $plane_at) (local.get $o0))
                      (v128.store offset=16448 (local.get $plane_at) (local.get $o1))
                      (v128.store offset=32896 (local.get $plane_at) (local.get $o2))
                      (v128.store offset=49344 (local.get $plane_at) (local.get $o3))
                      (v128.store offset=65792 (local.get $plane_at) (local.get $o4))
                      (v128.store offset=82240 (local.get $plane_at) (local.get $o5))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 98688)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (br_if $c
                      (i32.lt_u (local.tee $c (i32.add (local.get $c) (i32.const 4))) (i32.const 256))))
                  (br_if $tile_column
                    (i32.lt_u
                      (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                      (i32.const 4))))
                (br_if $tile_row
                  (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 4))))))
          (local.set $first (i32.mul (i32.rem_u (local.get $unit) (i32.const 16)) (i32.const 2)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 2))
              (i32.const 32)
              (i32.lt_s (i32.add (local.get $first) (i32.const 2)) (i32.const 32))))
          ;; Products with the weights, plane by plane.
          (local.set $plane (i32.const 0))
          (loop $plane
            (local.set $plane_in
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 16448)))
                (i32.const 110656)))
            (local.set $plane_out
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 1088)))
                (i32.const 702784)))
            (local.set $plane_weights
              (i32.add (local.get $w) (i32.mul (local.get $plane) (i32.const 262208))))
            (local.set $panel (local.get $first))
            (if (i32.lt_u (local.get $panel) (local.get $last))
              (then
                (loop $panel
                  (local.set $panel_out
                    (i32.add
                      (local.get $plane_out)
                      (i32.mul (i32.sub (local.get $panel) (local.get $first)) (i32.const 32))))
                  (local.set $weights
                    (i32.add (local.get $plane_weights) (i32.mul (local.get $panel) (i32.const 8192))))
                  (local.set $whole (i32.sub (local.get $tiles) (i32.rem_u (local.get $tiles) (i32.const 4))))
                  (local.set $t (i32.const 0))
                  (if (i32.lt_u (local.get $t) (local.get $whole))
                    (then
                      (loop $t
                        (local.set $c00 (v128.const i32x4 0 0 0 0))
                        (local.set $c10 (v128.const i32x4 0 0 0 0))
                        (local.set $c20 (v128.const i32x4 0 0 0 0))
                        (local.set $c30 (v128.const i32x4 0 0 0 0))
                        (local.set $c01 (v128.const i32x4 0 0 0 0))
                        (local.set $c11 (v128.const i32x4 0 0 0 0))
                        (local.set $c21 (v128.const i32x4 0 0 0 0))
                        (local.set $c31 (v128.const i32x4 0 0 0 0))
                        (local.set $a
                          (i32.add (local.get $plane_in) (i32.mul (local.get $t) (i32.const 1024))))
                        (local.set $k (local.get $weights))
                        (local.set $end (i32.add (local.get $a) (i32.const 1024)))
                        (loop $terms
                          (local.set $a0 (v128.load32_splat (local.get $a)))
                          (local.set $a1 (v128.load32_splat offset=1024 (local.get $a)))
                          (local.set $a2 (v128.load32_splat offset=2048 (local.get $a)))
                          (local.set $a3 (v128.load32_splat offset=3072 (local.get $a)))
                          (local.set $w0 (v128.load (local.get $k)))
                          (local.set $w1 (v128.load offset=16 (local.get $k)))
                          (local.set $c00
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                          (local.set $c01
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                          (local.set $c10
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                          (local.set $c11
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                          (local.set $c20
                            (f32x4.add (f32x4.mul (local.get $a2) (local.get $w0)) (local.get $c20)))
                          (local.set $c21
                            (f32x4.add (f32x4.mul (local.get $a2) (local.get $w1)) (local.get $c21)))
                          (local.set $c30
                            (f32x4.add (f32x4.mul (local.get $a3) (local.get $w0)) (local.get $c30)))
                          (local.set $c31
                            (f32x4.add (f32x4.mul (local.get $a3) (local.get $w1)) (local.get $c31)))
                          (local.set $k (i32.add (local.get $k) (i32.const 32)))
                          (br_if $terms
                            (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                        (local.set $product_at
                          (i32.add (local.get $panel_out) (i32.mul (local.get $t) (i32.const 64))))
                        (v128.store (local.get $product_at) (local.get $c00))
                        (v128.store offset=16 (local.get $product_at) (local.get $c01))
                        (v128.store offset=64 (local.get $product_at) (local.get $c10))
                        (v128.store offset=80 (local.get $product_at) (local.get $c11))
                        (v128.store offset=128 (local.get $product_at) (local.get $c20))
                        (v128.store offset=144 (local.get $product_at) (local.get $c21))
                        (v128.store offset=192 (local.get $product_at) (local.get $c30))
                        (v128.store offset=208 (local.get $product_at) (local.get $c31))
                        (br_if $t
                          (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 4))) (local.get $whole))))))
                  (br_if $panel
                    (i32.lt_u (local.tee $panel (i32.add (local.get $panel) (i32.const 1))) (local.get $last))))))
            (br_if $plane
              (i32.lt_u (local.tee $plane (i32.add (local.get $plane) (i32.const 1))) (i32.const 36))))
          ;; Transformed back.
          (local.set $stop
            (select
              (i32.mul (local.get $last) (i32.const 8))
              (i32.const 256)
              (i32.lt_s (i32.mul (local.get $last) (i32.const 8)) (i32.const 256))))
          (local.set $tile_row (i32.const 0))
          (loop $tile_row
            (local.set $image (i32.const 0))
            (local.set $y_top (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 4)))
            (local.set $tile_column (i32.const 0))
            (loop $tile_column
              (local.set $left (i32.mul (local.get $tile_column) (i32.const 4)))
              (local.set $tile_at
                (i32.add
                  (i32.add
                    (local.get $room)
                    (i32.mul
                      (i32.add (i32.mul (local.get $tile_row) (i32.const 4)) (local.get $tile_column))
                      (i32.const 64)))
                  (i32.const 702784)))
              (local.set $n (i32.mul (local.get $first) (i32.const 8)))
              (if (i32.lt_u (local.get $n) (local.get $stop))
                (then
                  (loop $n
                    (local.set $bias
                      (v128.load (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4)))))
                    (local.set $plane_at
                      (i32.add
                        (local.get $tile_at)
                        (i32.mul
                          (i32.sub (local.get $n) (i32.mul (local.get $first) (i32.const 8)))
                          (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 741952)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $plane_at)))
                      (local.set $d1 (v128.load offset=6528 (local.get $plane_at)))
                      (local.set $d2 (v128.load offset=13056 (local.get $plane_at)))
                      (local.set $d3 (v128.load offset=19584 (local.get $plane_at)))
                      (local.set $d4 (v128.load offset=26112 (local.get $plane_at)))
                      (local.set $d5 (v128.load offset=32640 (local.get $plane_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                      (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                      (local.set $o0 (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                      (local.set $o1
                        (f32x4.add (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2))) (local.get $f1)))
                      (local.set $o2
                        (f32x4.add (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4))) (local.get $f0)))
                      (local.set $o3
                        (f32x4.add
                          (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                          (f32x4.add (local.get $f1) (local.get $d5))))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=96 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=288 (local.get $buffer_at) (local.get $o3))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 1088)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 6))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 741952)))
                    (local.set $j (i32.const 0))
                    (if
                      (i32.lt_u
                        (local.get $j)
                        (select
                          (i32.const 4)
                          (i32.sub (i32.const 14) (local.get $y_top))
                          (i32.lt_s (i32.const 4) (i32.sub (i32.const 14) (local.get $y_top)))))
                      (then
                        (loop $j
                          (local.set $d0 (v128.load (local.get $buffer_at)))
                          (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                          (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                          (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                          (local.set $d4 (v128.load offset=64 (local.get $buffer_at)))
                          (local.set $d5 (v128.load offset=80 (local.get $buffer_at)))
                          (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                          (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                          (local.set $f2 (f32x4.add (local.get $d3) (local.get $d4)))
                          (local.set $f3 (f32x4.sub (local.get $d3) (local.get $d4)))
                          (local.set $o0
                            (f32x4.add (f32x4.add (local.get $d0) (local.get $f0)) (local.get $f2)))
                          (local.set $o1
                            (f32x4.add
                              (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 2)))
                              (local.get $f1)))
                          (local.set $o2
                            (f32x4.add
                              (f32x4.mul (local.get $f2) (f32x4.splat (f32.const 4)))
                              (local.get $f0)))
                          (local.set $o3
                            (f32x4.add
                              (f32x4.mul (local.get $f3) (f32x4.splat (f32.const 8)))
                              (f32x4.add (local.get $f1) (local.get $d5))))
                          (local.set $o0 (f32x4.add (local.get $o0) (local.get $bias)))
                          (local.set $o1 (f32x4.add (local.get $o1) (local.get $bias)))
                          (local.set $o2 (f32x4.add (local.get $o2) (local.get $bias)))
                          (local.set $o3 (f32x4.add (local.get $o3) (local.get $bias)))
                          (local.set $at0
                            (i32.add
                              (i32.mul
                                (i32.add
                                  (i32.mul (i32.add (local.get $y_top) (local.get $j)) (i32.const 3584))
                                  (i32.mul (local.get $left) (i32.const 256)))
                                (i32.const 4))
                              (i32.mul (local.get $n) (i32.const 4))))
                          (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                          (v128.store
                            (local.get $y_at)
                            (f32x4.pmax (local.get $o0) (v128.const i32x4 0 0 0 0)))
                          (if (i32.lt_u (i32.add (local.get $left) (i32.const 1)) (i32.const 14))
                            (then
                              (v128.store offset=1024
                                (local.get $y_at)
                                (f32x4.pmax (local.get $o1) (v128.const i32x4 0 0 0 0)))))
                          (if (i32.lt_u (i32.add (local.get $left) (i32.const 2)) (i32.const 14))
                            (then
                              (v128.store offset=2048
                                (local.get $y_at)
                                (f32x4.pmax (local.get $o2) (v128.const i32x4 0 0 0 0)))))
                          (if (i32.lt_u (i32.add (local.get $left) (i32.const 3)) (i32.const 14))
                            (then
                              (v128.store offset=3072
                                (local.get $y_at)
                                (f32x4.pmax (local.get $o3) (v128.const i32x4 0 0 0 0)))))
                          (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 96)))
                          (br_if $j
                            (i32.lt_u
                              (local.tee $j (i32.add (local.get $j) (i32.const 1)))
                              (select
                                (i32.const 4)
                                (i32.sub (i32.const 14) (local.get $y_top))
                                (i32.lt_s (i32.const 4) (i32.sub (i32.const 14) (local.get $y_top)))))))))
                    (br_if $n
                      (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 4))) (local.get $stop))))))
              (br_if $tile_column
                (i32.lt_u
                  (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                  (i32.const 4))))
            (br_if $tile_row
              (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 4))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 1x1 convolution: [1, 1024, 14, 14] -> [1, 512, 14, 14], 103 MMACs.
  ;; Used by layer4.0.conv1.
  ;; 64 units of work.
  (func $conv1x1_14x14x1024_to_14x14x512_relu (export "conv1x1_14x14x1024_to_14x14x512_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $panel i32) (local $weights i32) (local $n i32) (local $biases i32) (local $end i32)
    (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32) (local $p0 i32) (local $unit i32)
    (local $c00 v128) (local $c10 v128) (local $c20 v128) (local $c30 v128) (local $c01 v128)
    (local $c11 v128) (local $c21 v128) (local $c31 v128) (local $a0 v128) (local $a1 v128) (local $a2 v128)
    (local $a3 v128) (local $w0 v128) (local $w1 v128)
    ;; Panels of 8 channels, 4 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (local.get $unit))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 32768))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 8)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (i32.const 0))
          (loop $p0
            (local.set $c00 (v128.load (local.get $biases)))
            (local.set $c10 (local.get $c00))
            (local.set $c20 (local.get $c00))
            (local.set $c30 (local.get $c00))
            (local.set $c01 (v128.load offset=16 (local.get $biases)))
            (local.set $c11 (local.get $c01))
            (local.set $c21 (local.get $c01))
            (local.set $c31 (local.get $c01))
            (local.set $a
              (i32.add (local.get $x) (i32.mul (i32.mul (local.get $p0) (i32.const 1024)) (i32.const 4))))
            (local.set $k (local.get $weights))
            (local.set $end (i32.add (local.get $a) (i32.const 4096)))
            (loop $terms
              (local.set $a0 (v128.load32_splat (local.get $a)))
              (local.set $a1 (v128.load32_splat offset=4096 (local.get $a)))
              (local.set $a2 (v128.load32_splat offset=8192 (local.get $a)))
              (local.set $a3 (v128.load32_splat offset=12288 (local.get $a)))
              (local.set $w0 (v128.load (local.get $k)))
              (local.set $w1 (v128.load offset=16 (local.get $k)))
              (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
              (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
              (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
              (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
              (local.set $c20 (f32x4.add (f32x4.mul (local.get $a2) (local.get $w0)) (local.get $c20)))
              (local.set $c21 (f32x4.add (f32x4.mul (local.get $a2) (local.get $w1)) (local.get $c21)))
              (local.set $c30 (f32x4.add (f32x4.mul (local.get $a3) (local.get $w0)) (local.get $c30)))
              (local.set $c31 (f32x4.add (f32x4.mul (local.get $a3) (local.get $w1)) (local.get $c31)))
              (local.set $k (i32.add (local.get $k) (i32.const 32)))
              (br_if $terms (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
            (local.set $at0
              (i32.add
                (i32.mul (i32.mul (local.get $p0) (i32.const 512)) (i32.const 4))
                (i32.mul (local.get $n) (i32.const 4))))
            (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
            (v128.store (local.get $y_at) (f32x4.pmax (local.get $c00) (v128.const i32x4 0 0 0 0)))
            (v128.store offset=16 (local.get $y_at) (f32x4.pmax (local.get $c01) (v128.const i32x4 0 0 0 0)))
            (v128.store offset=2048
              (local.get $y_at)
              (f32x4.pmax (local.get $c10) (v128.const i32x4 0 0 0 0)))
            (v128.store offset=2064
              (local.get $y_at)
              (f32x4.pmax (local.get $c11) (v128.const i32x4 0 0 0 0)))
            (v128.store offset=4096
              (local.get $y_at)
              (f32x4.pmax (local.get $c20) (v128.const i32x4 0 0 0 0)))
            (v128.store offset=4112
              (local.get $y_at)
              (f32x4.pmax (local.get $c21) (v128.const i32x4 0 0 0 0)))
            (v128.store offset=6144
              (local.get $y_at)
              (f32x4.pmax (local.get $c30) (v128.const i32x4 0 0 0 0)))
            (v128.store offset=6160
              (local.get $y_at)
              (f32x4.pmax (local.get $c31) (v128.const i32x4 0 0 0 0)))
            (br_if $p0 (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 4))) (i32.const 196))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 3x3 convolution of stride 2: [1, 512, 14, 14] -> [1, 512, 7, 7], 116 MMACs.
  ;; Used by layer4.0.conv2.
  ;; 64 units of work.
  (func $conv3x3_14x14x512_to_7x7x512_relu (export "conv3x3_14x14x512_to_7x7x512_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $strip i32) (local $copied i32) (local $image i32) (local $top i32) (local $row i32)
    (local $line i32) (local $source i32) (local $i i32) (local $first i32) (local $last i32)
    (local $weights i32) (local $n i32) (local $biases i32) (local $end i32) (local $tap0 i32) (local $a i32)
    (local $k i32) (local $at0 i32) (local $y_at i32) (local $p1 i32) (local $p0 i32) (local $panel i32)
    (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c20 v128) (local $c30 v128)
    (local $c01 v128) (local $c11 v128) (local $c21 v128) (local $c31 v128) (local $a0 v128) (local $a1 v128)
    (local $a2 v128) (local $a3 v128) (local $w0 v128) (local $w1 v128)
    ;; Strips of 7 rows, panels of 8 channels, 4 pixels at a time.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (i32.div_u (local.get $unit) (i32.const 64)))
          (local.set $image (local.get $strip))
          (local.set $top (i32.const 0))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; A copy of the rows that are read, with zeros around the image.
              (local.set $i (i32.const 0))
              (loop $i
                (local.set $row
                  (i32.add (i32.add (i32.mul (local.get $top) (i32.const 2)) (i32.const -1)) (local.get $i)))
                (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 30720))))
                (if (i32.lt_u (local.get $row) (i32.const 14))
                  (then
                    (local.set $source
                      (i32.add
                        (local.get $x)
                        (i32.mul (i32.mul (local.get $row) (i32.const 7168)) (i32.const 4))))
                    (memory.fill (local.get $line) (i32.const 0) (i32.const 2048))
                    (memory.copy
                      (i32.add (local.get $line) (i32.const 2048))
                      (local.get $source)
                      (i32.const 28672)))
                  (else
                    (memory.fill (local.get $line) (i32.const 0) (i32.const 30720))))
                (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 15))))))
          (local.set $first (i32.rem_u (local.get $unit) (i32.const 64)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 1))
              (i32.const 64)
              (i32.lt_s (i32.add (local.get $first) (i32.const 1)) (i32.const 64))))
          (local.set $panel (local.get $first))
          (if (i32.lt_u (local.get $panel) (local.get $last))
            (then
              (loop $panel
                (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 147456))))
                (local.set $n (i32.mul (local.get $panel) (i32.const 8)))
                (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
                (local.set $p0 (i32.const 0))
                (loop $p0
                  (local.set $p1 (i32.const 0))
                  (local.set $c00 (v128.load (local.get $biases)))
                  (local.set $c10 (local.get $c00))
                  (local.set $c20 (local.get $c00))
                  (local.set $c30 (local.get $c00))
                  (local.set $c01 (v128.load offset=16 (local.get $biases)))
                  (local.set $c11 (local.get $c01))
                  (local.set $c21 (local.get $c01))
                  (local.set $c31 (local.get $c01))
                  (local.set $a
                    (i32.add
                      (local.get $room)
                      (i32.mul
                        (i32.add
                          (i32.mul (local.get $p0) (i32.const 15360))
                          (i32.mul (local.get $p1) (i32.const 1024)))
                        (i32.const 4))))
                  (local.set $k (local.get $weights))
                  (local.set $tap0 (i32.const 0))
                  (loop $tap0
                    (local.set $end (i32.add (local.get $a) (i32.const 6144)))
                    (loop $terms
                      (local.set $a0 (v128.load32_splat (local.get $a)))
                      (local.set $a1 (v128.load32_splat offset=4096 (local.get $a)))
                      (local.set $a2 (v128.load32_splat offset=8192 (local.get $a)))
                      (local.set $a3 (v128.load32_splat offset=12288 (local.get $a)))
                      (local.set $w0 (v128.load (local.get $k)))
                      (local.set $w1 (v128.load offset=16 (local.get $k)))
                      (local.set $c00
                        (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                      (local.set $c01
                        (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                      (local.set $c10
                        (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                      (local.set $c11
                        (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                      (local.set $c20
                        (f32x4.add (f32x4.mul (local.get $a2) (local.get $w0)) (local.get $c20)))
                      (local.set $c21
                        (f32x4.add (f32x4.mul (local.get $a2) (local.get $w1)) (local.get $c21)))
                      (local.set $c30
                        (f32x4.add (f32x4.mul (local.get $a3) (local.get $w0)) (local.get $c30)))
                      (local.set $c31
                        (f32x4.add (f32x4.mul (local.get $a3) (local.get $w1)) (local.get $c31)))
                      (local.set $k (i32.add (local.get $k) (i32.const 32)))
                      (br_if $terms
                        (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                    (local.set $a (i32.add (local.get $a) (i32.const 24576)))
                    (br_if $tap0
                      (i32.lt_u (local.tee $tap0 (i32.add (local.get $tap0) (i32.const 1))) (i32.const 3))))
                  (local.set $at0
                    (i32.add
                      (i32.add
                        (i32.mul (i32.mul (local.get $top) (i32.const 3584)) (i32.const 4))
                        (i32.mul
                          (i32.add
                            (i32.mul (local.get $p0) (i32.const 3584))
                            (i32.mul (local.get $p1) (i32.const 512)))
                          (i32.const 4)))
                      (i32.mul (local.get $n) (i32.const 4))))
                  (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                  (v128.store (local.get $y_at) (f32x4.pmax (local.get $c00) (v128.const i32x4 0 0 0 0)))
                  (v128.store offset=16
                    (local.get $y_at)
                    (f32x4.pmax (local.get $c01) (v128.const i32x4 0 0 0 0)))
                  (v128.store offset=2048
                    (local.get $y_at)
                    (f32x4.pmax (local.get $c10) (v128.const i32x4 0 0 0 0)))
                  (v128.store offset=2064
                    (local.get $y_at)
                    (f32x4.pmax (local.get $c11) (v128.const i32x4 0 0 0 0)))
                  (v128.store offset=4096
                    (local.get $y_at)
                    (f32x4.pmax (local.get $c20) (v128.const i32x4 0 0 0 0)))
                  (v128.store offset=4112
                    (local.get $y_at)
                    (f32x4.pmax (local.get $c21) (v128.const i32x4 0 0 0 0)))
                  (v128.store offset=6144
                    (local.get $y_at)
                    (f32x4.pmax (local.get $c30) (v128.const i32x4 0 0 0 0)))
                  (v128.store offset=6160
                    (local.get $y_at)
                    (f32x4.pmax (local.get $c31) (v128.const i32x4 0 0 0 0)))
                  (if (i32.lt_u (i32.const 4) (i32.const 7))
                    (then
                      (local.set $p1 (i32.const 4))
                      (local.set $c00 (v128.load (local.get $biases)))
                      (local.set $c10 (local.get $c00))
                      (local.set $c20 (local.get $c00))
                      (local.set $c01 (v128.load offset=16 (local.get $biases)))
                      (local.set $c11 (local.get $c01))
                      (local.set $c21 (local.get $c01))
                      (local.set $a
                        (i32.add
                          (local.get $room)
                          (i32.mul
                            (i32.add
                              (i32.mul (local.get $p0) (i32.const 15360))
                              (i32.mul (local.get $p1) (i32.const 1024)))
                            (i32.const 4))))
                      (local.set $k (local.get $weights))
                      (local.set $tap0 (i32.const 0))
                      (loop $tap0
                        (local.set $end (i32.add (local.get $a) (i32.const 6144)))
                        (loop $terms
                          (local.set $a0 (v128.load32_splat (local.get $a)))
                          (local.set $a1 (v128.load32_splat offset=4096 (local.get $a)))
                          (local.set $a2 (v128.load32_splat offset=8192 (local.get $a)))
                          (local.set $w0 (v128.load (local.get $k)))
                          (local.set $w1 (v128.load offset=16 (local.get $k)))
                          (local.set $c00
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                          (local.set $c01
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                          (local.set $c10
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                          (local.set $c11
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                          (local.set $c20
                            (f32x4.add (f32x4.mul (local.get $a2) (local.get $w0)) (local.get $c20)))
                          (local.set $c21
                            (f32x4.add (f32x4.mul (local.get $a2) (local.get $w1)) (local.get $c21)))
                          (local.set $k (i32.add (local.get $k) (i32.const 32)))
                          (br_if $terms
                            (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                        (local.set $a (i32.add (local.get $a) (i32.const 24576)))
                        (br_if $tap0
                          (i32.lt_u (local.tee $tap0 (i32.add (local.get $tap0) (i32.const 1))) (i32.const 3))))
                      (local.set $at0
                        (i32.add
                          (i32.add
                            (i32.mul (i32.mul (local.get $top) (i32.const 3584)) (i32.const 4))
                            (i32.mul
                              (i32.add
                                (i32.mul (local.get $p0) (i32.const 3584))
                                (i32.mul (local.get $p1) (i32.const 512)))
                              (i32.const 4)))
                          (i32.mul (local.get $n) (i32.const 4))))
                      (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                      (v128.store (local.get $y_at) (f32x4.pmax (local.get $c00) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=16
                        (local.get $y_at)
                        (f32x4.pmax (local.get $c01) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=2048
                        (local.get $y_at)
                        (f32x4.pmax (local.get $c10) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=2064
                        (local.get $y_at)
                        (f32x4.pmax (local.get $c11) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=4096
                        (local.get $y_at)
                        (f32x4.pmax (local.get $c20) (v128.const i32x4 0 0 0 0)))
                      (v128.store offset=4112
                        (local.get $y_at)
                        (f32x4.pmax (local.get $c21) (v128.const i32x4 0 0 0 0)))))
                  (br_if $p0 (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 1))) (i32.const 7))))
                (br_if $panel
                  (i32.lt_u (local.tee $panel (i32.add (local.get $panel) (i32.const 1))) (local.get $last))))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 1x1 convolution of stride 2: [1, 1024, 14, 14] -> [1, 2048, 7, 7], 103 MMACs.
  ;; Used by layer4.0.downsample.0.
  ;; 256 units of work.
  (func $conv1x1_14x14x1024_to_7x7x2048 (export "conv1x1_14x14x1024_to_7x7x2048") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $panel i32) (local $weights i32) (local $n i32) (local $biases i32) (local $end i32)
    (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32) (local $p1 i32) (local $p0 i32)
    (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c20 v128) (local $c30 v128)
    (local $c01 v128) (local $c11 v128) (local $c21 v128) (local $c31 v128) (local $a0 v128) (local $a1 v128)
    (local $a2 v128) (local $a3 v128) (local $w0 v128) (local $w1 v128)
    ;; Panels of 8 channels, 4 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (local.get $unit))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 32768))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 8)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (i32.const 0))
          (loop $p0
            (local.set $p1 (i32.const 0))
            (local.set $c00 (v128.load (local.get $biases)))
            (local.set $c10 (local.get $c00))
            (local.set $c20 (local.get $c00))
            (local.set $c30 (local.get $c00))
            (local.set $c01 (v128.load offset=16 (local.get $biases)))
            (local.set $c11 (local.get $c01))
            (local.set $c21 (local.get $c01))
            (local.set $c31 (local.get $c01))
            (local.set $a
              (i32.add
                (local.get $x)
                (i32.mul
                  (i32.add
                    (i32.mul (local.get $p0) (i32.const 28672))
                    (i32.mul (local.get $p1) (i32.const 2048)))
                  (i32.const 4))))
            (local.set $k (local.get $weights))
            (local.set $end (i32.add (local.get $a) (i32.const 4096)))
            (loop $terms
              (local.set $a0 (v128.load32_splat (local.get $a)))
              (local.set $a1 (v128.load32_splat offset=8192 (local.get $a)))
              (local.set $a2 (v128.load32_splat offset=16384 (local.get $a)))
              (local.set $a3 (v128.load32_splat offset=24576 (local.get $a)))
              (local.set $w0 (v128.load (local.get $k)))
              (local.set $w1 (v128.load offset=16 (local.get $k)))
              (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
              (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
              (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
              (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
              (local.set $c20 (f32x4.add (f32x4.mul (local.get $a2) (local.get $w0)) (local.get $c20)))
              (local.set $c21 (f32x4.add (f32x4.mul (local.get $a2) (local.get $w1)) (local.get $c21)))
              (local.set $c30 (f32x4.add (f32x4.mul (local.get $a3) (local.get $w0)) (local.get $c30)))
              (local.set $c31 (f32x4.add (f32x4.mul (local.get $a3) (local.get $w1)) (local.get $c31)))
              (local.set $k (i32.add (local.get $k) (i32.const 32)))
              (br_if $terms (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
            (local.set $at0
              (i32.add
                (i32.mul
                  (i32.add
                    (i32.mul (local.get $p0) (i32.const 14336))
                    (i32.mul (local.get $p1) (i32.const 2048)))
                  (i32.const 4))
                (i32.mul (local.get $n) (i32.const 4))))
            (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
            (v128.store (local.get $y_at) (local.get $c00))
            (v128.store offset=16 (local.get $y_at) (local.get $c01))
            (v128.store offset=8192 (local.get $y_at) (local.get $c10))
            (v128.store offset=8208 (local.get $y_at) (local.get $c11))
            (v128.store offset=16384 (local.get $y_at) (local.get $c20))
            (v128.store offset=16400 (local.get $y_at) (local.get $c21))
            (v128.store offset=24576 (local.get $y_at) (local.get $c30))
            (v128.store offset=24592 (local.get $y_at) (local.get $c31))
            (if (i32.lt_u (i32.const 4) (i32.const 7))
              (then
                (local.set $p1 (i32.const 4))
                (local.set $c00 (v128.load (local.get $biases)))
                (local.set $c10 (local.get $c00))
                (local.set $c20 (local.get $c00))
                (local.set $c01 (v128.load offset=16 (local.get $biases)))
                (local.set $c11 (local.get $c01))
                (local.set $c21 (local.get $c01))
                (local.set $a
                  (i32.add
                    (local.get $x)
                    (i32.mul
                      (i32.add
                        (i32.mul (local.get $p0) (i32.const 28672))
                        (i32.mul (local.get $p1) (i32.const 2048)))
                      (i32.const 4))))
                (local.set $k (local.get $weights))
                (local.set $end (i32.add (local.get $a) (i32.const 4096)))
                (loop $terms
                  (local.set $a0 (v128.load32_splat (local.get $a)))
                  (local.set $a1 (v128.load32_splat offset=8192 (local.get $a)))
                  (local.set $a2 (v128.load32_splat offset=16384 (local.get $a)))
                  (local.set $w0 (v128.load (local.get $k)))
                  (local.set $w1 (v128.load offset=16 (local.get $k)))
                  (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                  (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                  (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                  (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                  (local.set $c20 (f32x4.add (f32x4.mul (local.get $a2) (local.get $w0)) (local.get $c20)))
                  (local.set $c21 (f32x4.add (f32x4.mul (local.get $a2) (local.get $w1)) (local.get $c21)))
                  (local.set $k (i32.add (local.get $k) (i32.const 32)))
                  (br_if $terms
                    (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                (local.set $at0
                  (i32.add
                    (i32.mul
                      (i32.add
                        (i32.mul (local.get $p0) (i32.const 14336))
                        (i32.mul (local.get $p1) (i32.const 2048)))
                      (i32.const 4))
                    (i32.mul (local.get $n) (i32.const 4))))
                (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                (v128.store (local.get $y_at) (local.get $c00))
                (v128.store offset=16 (local.get $y_at) (local.get $c01))
                (v128.store offset=8192 (local.get $y_at) (local.get $c10))
                (v128.store offset=8208 (local.get $y_at) (local.get $c11))
                (v128.store offset=16384 (local.get $y_at) (local.get $c20))
                (v128.store offset=16400 (local.get $y_at) (local.get $c21))))
            (br_if $p0 (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 1))) (i32.const 7))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 1x1 convolution: [1, 512, 7, 7] -> [1, 2048, 7, 7], 51.4 MMACs.
  ;; Used by layer4.0.conv3, layer4.1.conv3, layer4.2.conv3.
  ;; 128 units of work.
  (func $conv1x1_7x7x512_to_7x7x2048_add_relu (export "conv1x1_7x7x512_to_7x7x2048_add_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $r0 i32) (param $y i32) (param $room i32) (param $from i32)
      (param $to i32)
    (local $panel i32) (local $weights i32) (local $n i32) (local $biases i32) (local $end i32)
    (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32) (local $r0_at i32) (local $p0 i32)
    (local $unit i32) (local $c00 v128) (local $c10 v128) (local $c01 v128) (local $c11 v128)
    (local $c02 v128) (local $c12 v128) (local $c03 v128) (local $c13 v128) (local $a0 v128) (local $a1 v128)
    (local $w0 v128) (local $w1 v128) (local $w2 v128) (local $w3 v128) (local $y0 v128) (local $y1 v128)
    (local $y2 v128) (local $y3 v128)
    ;; Panels of 16 channels, 2 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (local.get $unit))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 32768))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 16)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (i32.const 0))
          (loop $p0
            (local.set $c00 (v128.load (local.get $biases)))
            (local.set $c10 (local.get $c00))
            (local.set $c01 (v128.load offset=16 (local.get $biases)))
            (local.set $c11 (local.get $c01))
            (local.set $c02 (v128.load offset=32 (local.get $biases)))
            (local.set $c12 (local.get $c02))
            (local.set $c03 (v128.load offset=48 (local.get $biases)))
            (local.set $c13 (local.get $c03))
            (local.set $a
              (i32.add (local.get $x) (i32.mul (i32.mul (local.get $p0) (i32.const 512)) (i32.const 4))))
            (local.set $k (local.get $weights))
            (local.set $end (i32.add (local.get $a) (i32.const 2048)))
            (loop $terms
              (local.set $a0 (v128.load32_splat (local.get $a)))
              (local.set $a1 (v128.load32_splat offset=2048 (local.get $a)))
              (local.set $w0 (v128.load (local.get $k)))
              (local.set $w1 (v128.load offset=16 (local.get $k)))
              (local.set $w2 (v128.load offset=32 (local.get $k)))
              (local.set $w3 (v128.load offset=48 (local.get $k)))
              (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
              (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
              (local.set $c02 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
              (local.set $c03 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
              (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
              (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
              (local.set $c12 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w2)) (local.get $c12)))
              (local.set $c13 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w3)) (local.get $c13)))
              (local.set $k (i32.add (local.get $k) (i32.const 64)))
              (br_if $terms (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
            (local.set $at0
              (i32.add
                (i32.mul (i32.mul (local.get $p0) (i32.const 2048)) (i32.const 4))
                (i32.mul (local.get $n) (i32.const 4))))
            (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
            (local.set $r0_at (i32.add (local.get $r0) (local.get $at0)))
            (local.set $y0
              (f32x4.pmax
                (f32x4.add (local.get $c00) (v128.load (local.get $r0_at)))
                (v128.const i32x4 0 0 0 0)))
            (local.set $y1
              (f32x4.pmax
                (f32x4.add (local.get $c01) (v128.load offset=16 (local.get $r0_at)))
                (v128.const i32x4 0 0 0 0)))
            (local.set $y2
              (f32x4.pmax
                (f32x4.add (local.get $c02) (v128.load offset=32 (local.get $r0_at)))
                (v128.const i32x4 0 0 0 0)))
            (local.set $y3
              (f32x4.pmax
                (f32x4.add (local.get $c03) (v128.load offset=48 (local.get $r0_at)))
                (v128.const i32x4 0 0 0 0)))
            (v128.store (local.get $y_at) (local.get $y0))
            (v128.store offset=16 (local.get $y_at) (local.get $y1))
            (v128.store offset=32 (local.get $y_at) (local.get $y2))
            (v128.store offset=48 (local.get $y_at) (local.get $y3))
            (local.set $y0
              (f32x4.pmax
                (f32x4.add (local.get $c10) (v128.load offset=8192 (local.get $r0_at)))
                (v128.const i32x4 0 0 0 0)))
            (local.set $y1
              (f32x4.pmax
                (f32x4.add (local.get $c11) (v128.load offset=8208 (local.get $r0_at)))
                (v128.const i32x4 0 0 0 0)))
            (local.set $y2
              (f32x4.pmax
                (f32x4.add (local.get $c12) (v128.load offset=8224 (local.get $r0_at)))
                (v128.const i32x4 0 0 0 0)))
            (local.set $y3
              (f32x4.pmax
                (f32x4.add (local.get $c13) (v128.load offset=8240 (local.get $r0_at)))
                (v128.const i32x4 0 0 0 0)))
            (v128.store offset=8192 (local.get $y_at) (local.get $y0))
            (v128.store offset=8208 (local.get $y_at) (local.get $y1))
            (v128.store offset=8224 (local.get $y_at) (local.get $y2))
            (v128.store offset=8240 (local.get $y_at) (local.get $y3))
            (br_if $p0 (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 2))) (i32.const 48))))
          (if (i32.lt_u (i32.const 48) (i32.const 49))
            (then
              (local.set $p0 (i32.const 48))
              (local.set $c00 (v128.load (local.get $biases)))
              (local.set $c01 (v128.load offset=16 (local.get $biases)))
              (local.set $c02 (v128.load offset=32 (local.get $biases)))
              (local.set $c03 (v128.load offset=48 (local.get $biases)))
              (local.set $a
                (i32.add (local.get $x) (i32.mul (i32.mul (local.get $p0) (i32.const 512)) (i32.const 4))))
              (local.set $k (local.get $weights))
              (local.set $end (i32.add (local.get $a) (i32.const 2048)))
              (loop $terms
                (local.set $a0 (v128.load32_splat (local.get $a)))
                (local.set $w0 (v128.load (local.get $k)))
                (local.set $w1 (v128.load offset=16 (local.get $k)))
                (local.set $w2 (v128.load offset=32 (local.get $k)))
                (local.set $w3 (v128.load offset=48 (local.get $k)))
                (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                (local.set $c02 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w2)) (local.get $c02)))
                (local.set $c03 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w3)) (local.get $c03)))
                (local.set $k (i32.add (local.get $k) (i32.const 64)))
                (br_if $terms
                  (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
              (local.set $at0
                (i32.add
                  (i32.mul (i32.mul (local.get $p0) (i32.const 2048)) (i32.const 4))
                  (i32.mul (local.get $n) (i32.const 4))))
              (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
              (local.set $r0_at (i32.add (local.get $r0) (local.get $at0)))
              (local.set $y0
                (f32x4.pmax
                  (f32x4.add (local.get $c00) (v128.load (local.get $r0_at)))
                  (v128.const i32x4 0 0 0 0)))
              (local.set $y1
                (f32x4.pmax
                  (f32x4.add (local.get $c01) (v128.load offset=16 (local.get $r0_at)))
                  (v128.const i32x4 0 0 0 0)))
              (local.set $y2
                (f32x4.pmax
                  (f32x4.add (local.get $c02) (v128.load offset=32 (local.get $r0_at)))
                  (v128.const i32x4 0 0 0 0)))
              (local.set $y3
                (f32x4.pmax
                  (f32x4.add (local.get $c03) (v128.load offset=48 (local.get $r0_at)))
                  (v128.const i32x4 0 0 0 0)))
              (v128.store (local.get $y_at) (local.get $y0))
              (v128.store offset=16 (local.get $y_at) (local.get $y1))
              (v128.store offset=32 (local.get $y_at) (local.get $y2))
              (v128.store offset=48 (local.get $y_at) (local.get $y3))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 1x1 convolution: [1, 2048, 7, 7] -> [1, 512, 7, 7], 51.4 MMACs.
  ;; Used by layer4.1.conv1, layer4.2.conv1.
  ;; 64 units of work.
  (func $conv1x1_7x7x2048_to_7x7x512_relu (export "conv1x1_7x7x2048_to_7x7x512_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $panel i32) (local $weights i32) (local $n i32) (local $biases i32) (local $end i32)
    (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32) (local $p0 i32) (local $unit i32)
    (local $c00 v128) (local $c10 v128) (local $c20 v128) (local $c30 v128) (local $c01 v128)
    (local $c11 v128) (local $c21 v128) (local $c31 v128) (local $a0 v128) (local $a1 v128) (local $a2 v128)
    (local $a3 v128) (local $w0 v128) (local $w1 v128)
    ;; Panels of 8 channels, 4 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (local.get $unit))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 65536))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 8)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $p0 (i32.const 0))
          (loop $p0
            (local.set $c00 (v128.load (local.get $biases)))
            (local.set $c10 (local.get $c00))
            (local.set $c20 (local.get $c00))
            (local.set $c30 (local.get $c00))
            (local.set $c01 (v128.load offset=16 (local.get $biases)))
            (local.set $c11 (local.get $c01))
            (local.set $c21 (local.get $c01))
            (local.set $c31 (local.get $c01))
            (local.set $a
              (i32.add (local.get $x) (i32.mul (i32.mul (local.get $p0) (i32.const 2048)) (i32.const 4))))
            (local.set $k (local.get $weights))
            (local.set $end (i32.add (local.get $a) (i32.const 8192)))
            (loop $terms
              (local.set $a0 (v128.load32_splat (local.get $a)))
              (local.set $a1 (v128.load32_splat offset=8192 (local.get $a)))
              (local.set $a2 (v128.load32_splat offset=16384 (local.get $a)))
              (local.set $a3 (v128.load32_splat offset=24576 (local.get $a)))
              (local.set $w0 (v128.load (local.get $k)))
              (local.set $w1 (v128.load offset=16 (local.get $k)))
              (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
              (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
              (local.set $c10 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
              (local.set $c11 (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
              (local.set $c20 (f32x4.add (f32x4.mul (local.get $a2) (local.get $w0)) (local.get $c20)))
              (local.set $c21 (f32x4.add (f32x4.mul (local.get $a2) (local.get $w1)) (local.get $c21)))
              (local.set $c30 (f32x4.add (f32x4.mul (local.get $a3) (local.get $w0)) (local.get $c30)))
              (local.set $c31 (f32x4.add (f32x4.mul (local.get $a3) (local.get $w1)) (local.get $c31)))
              (local.set $k (i32.add (local.get $k) (i32.const 32)))
              (br_if $terms (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
            (local.set $at0
              (i32.add
                (i32.mul (i32.mul (local.get $p0) (i32.const 512)) (i32.const 4))
                (i32.mul (local.get $n) (i32.const 4))))
            (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
            (v128.store (local.get $y_at) (f32x4.pmax (local.get $c00) (v128.const i32x4 0 0 0 0)))
            (v128.store offset=16 (local.get $y_at) (f32x4.pmax (local.get $c01) (v128.const i32x4 0 0 0 0)))
            (v128.store offset=2048
              (local.get $y_at)
              (f32x4.pmax (local.get $c10) (v128.const i32x4 0 0 0 0)))
            (v128.store offset=2064
              (local.get $y_at)
              (f32x4.pmax (local.get $c11) (v128.const i32x4 0 0 0 0)))
            (v128.store offset=4096
              (local.get $y_at)
              (f32x4.pmax (local.get $c20) (v128.const i32x4 0 0 0 0)))
            (v128.store offset=4112
              (local.get $y_at)
              (f32x4.pmax (local.get $c21) (v128.const i32x4 0 0 0 0)))
            (v128.store offset=6144
              (local.get $y_at)
              (f32x4.pmax (local.get $c30) (v128.const i32x4 0 0 0 0)))
            (v128.store offset=6160
              (local.get $y_at)
              (f32x4.pmax (local.get $c31) (v128.const i32x4 0 0 0 0)))
            (br_if $p0 (i32.lt_u (local.tee $p0 (i32.add (local.get $p0) (i32.const 4))) (i32.const 48))))
          (if (i32.lt_u (i32.const 48) (i32.const 49))
            (then
              (local.set $p0 (i32.const 48))
              (local.set $c00 (v128.load (local.get $biases)))
              (local.set $c01 (v128.load offset=16 (local.get $biases)))
              (local.set $a
                (i32.add (local.get $x) (i32.mul (i32.mul (local.get $p0) (i32.const 2048)) (i32.const 4))))
              (local.set $k (local.get $weights))
              (local.set $end (i32.add (local.get $a) (i32.const 8192)))
              (loop $terms
                (local.set $a0 (v128.load32_splat (local.get $a)))
                (local.set $w0 (v128.load (local.get $k)))
                (local.set $w1 (v128.load offset=16 (local.get $k)))
                (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                (local.set $k (i32.add (local.get $k) (i32.const 32)))
                (br_if $terms
                  (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
              (local.set $at0
                (i32.add
                  (i32.mul (i32.mul (local.get $p0) (i32.const 512)) (i32.const 4))
                  (i32.mul (local.get $n) (i32.const 4))))
              (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
              (v128.store (local.get $y_at) (f32x4.pmax (local.get $c00) (v128.const i32x4 0 0 0 0)))
              (v128.store offset=16
                (local.get $y_at)
                (f32x4.pmax (local.get $c01) (v128.const i32x4 0 0 0 0)))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; 3x3 convolution by Winograd's F(2x2, 3x3): [1, 512, 7, 7] -> [1, 512, 7, 7], 116 MMACs.
  ;; Used by layer4.1.conv2, layer4.2.conv2.
  ;; 16 units of work.
  (func $conv3x3_7x7x512_to_7x7x512_relu (export "conv3x3_7x7x512_to_7x7x512_relu") (param $x i32)
      (param $w i32) (param $b i32) (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $strip i32) (local $copied i32) (local $top i32) (local $tiles i32) (local $pixel i32)
    (local $buffer_at i32) (local $j i32) (local $plane_at i32) (local $corner i32) (local $tile_at i32)
    (local $c i32) (local $tile_column i32) (local $row i32) (local $line i32) (local $source i32)
    (local $i i32) (local $tile_row i32) (local $first i32) (local $last i32) (local $panel_out i32)
    (local $weights i32) (local $whole i32) (local $end i32) (local $a i32) (local $k i32)
    (local $product_at i32) (local $t i32) (local $plane_in i32) (local $plane_out i32)
    (local $plane_weights i32) (local $panel i32) (local $plane i32) (local $at0 i32) (local $y_at i32)
    (local $n i32) (local $left i32) (local $stop i32) (local $image i32) (local $y_top i32) (local $unit i32)
    (local $d0 v128) (local $d1 v128) (local $d2 v128) (local $d3 v128) (local $f0 v128) (local $f1 v128)
    (local $o0 v128) (local $o1 v128) (local $o2 v128) (local $o3 v128) (local $c00 v128) (local $c10 v128)
    (local $c20 v128) (local $c30 v128) (local $c01 v128) (local $c11 v128) (local $c21 v128)
    (local $c31 v128) (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128) (local $w0 v128)
    (local $w1 v128) (local $bias v128)
    ;; Strips of 4 rows of 4 tiles, 4 panels of 8 channels.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $strip (i32.div_u (local.get $unit) (i32.const 16)))
          (local.set $top (i32.mul (local.get $strip) (i32.const 4)))
          (local.set $tiles (i32.const 16))
          (if (i32.ne (local.get $copied) (i32.add (local.get $strip) (i32.const 1)))
            (then
              (local.set $copied (i32.add (local.get $strip) (i32.const 1)))
              ;; Its tiles, transformed: a plane for each place of a tile.
              (local.set $tile_row (i32.const 0))
              (loop $tile_row
                ;; A copy of the rows that are read, with zeros around the image.
                (local.set $i (i32.const 0))
                (loop $i
                  (local.set $row
                    (i32.add
                      (i32.add
                        (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 2))
                        (i32.const -1))
                      (local.get $i)))
                  (local.set $line (i32.add (local.get $room) (i32.mul (local.get $i) (i32.const 20480))))
                  (if (i32.lt_u (local.get $row) (i32.const 7))
                    (then
                      (local.set $source
                        (i32.add
                          (local.get $x)
                          (i32.mul (i32.mul (local.get $row) (i32.const 3584)) (i32.const 4))))
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 2048))
                      (memory.copy
                        (i32.add (local.get $line) (i32.const 2048))
                        (local.get $source)
                        (i32.const 14336))
                      (memory.fill
                        (i32.add (local.get $line) (i32.const 16384))
                        (i32.const 0)
                        (i32.const 4096)))
                    (else
                      (memory.fill (local.get $line) (i32.const 0) (i32.const 20480))))
                  (br_if $i (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 4))))
                (local.set $tile_column (i32.const 0))
                (loop $tile_column
                  (local.set $corner
                    (i32.add (local.get $room) (i32.mul (local.get $tile_column) (i32.const 4096))))
                  (local.set $tile_at
                    (i32.add
                      (i32.add
                        (local.get $room)
                        (i32.mul
                          (i32.add (i32.mul (local.get $tile_row) (i32.const 4)) (local.get $tile_column))
                          (i32.const 2048)))
                      (i32.const 81984)))
                  (local.set $c (i32.const 0))
                  (loop $c
                    (local.set $pixel (i32.add (local.get $corner) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 641088)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $pixel)))
                      (local.set $d1 (v128.load offset=20480 (local.get $pixel)))
                      (local.set $d2 (v128.load offset=40960 (local.get $pixel)))
                      (local.set $d3 (v128.load offset=61440 (local.get $pixel)))
                      (local.set $f0 (local.get $d2))
                      (local.set $f1 (local.get $d1))
                      (local.set $o0 (f32x4.sub (local.get $d0) (local.get $d2)))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.sub (local.get $d1) (local.get $d3)))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=64 (local.get $buffer_at) (local.get $o1))
                      (v128.store offset=128 (local.get $buffer_at) (local.get $o2))
                      (v128.store offset=192 (local.get $buffer_at) (local.get $o3))
                      (local.set $pixel (i32.add (local.get $pixel) (i32.const 2048)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 641088)))
                    (local.set $plane_at
                      (i32.add (local.get $tile_at) (i32.mul (local.get $c) (i32.const 4))))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $buffer_at)))
                      (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                      (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                      (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                      (local.set $f0 (local.get $d2))
                      (local.set $f1 (local.get $d1))
                      (local.set $o0 (f32x4.sub (local.get $d0) (local.get $d2)))
                      (local.set $o1 (f32x4.add (local.get $f0) (local.get $f1)))
                      (local.set $o2 (f32x4.sub (local.get $f0) (local.get $f1)))
                      (local.set $o3 (f32x4.sub (local.get $d1) (local.get $d3)))
                      (v128.store (local.get $plane_at) (local.get $o0))
                      (v128.store offset=32832 (local.get $plane_at) (local.get $o1))
                      (v128.store offset=65664 (local.get $plane_at) (local.get $o2))
                      (v128.store offset=98496 (local.get $plane_at) (local.get $o3))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 64)))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 131328)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 4))))
                    (br_if $c
                      (i32.lt_u (local.tee $c (i32.add (local.get $c) (i32.const 4))) (i32.const 512))))
                  (br_if $tile_column
                    (i32.lt_u
                      (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                      (i32.const 4))))
                (br_if $tile_row
                  (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 4))))))
          (local.set $first (i32.mul (i32.rem_u (local.get $unit) (i32.const 16)) (i32.const 4)))
          (local.set $last
            (select
              (i32.add (local.get $first) (i32.const 4))
              (i32.const 64)
              (i32.lt_s (i32.add (local.get $first) (i32.const 4)) (i32.const 64))))
          ;; Products with the weights, plane by plane.
          (local.set $plane (i32.const 0))
          (loop $plane
            (local.set $plane_in
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 32832)))
                (i32.const 81984)))
            (local.set $plane_out
              (i32.add
                (i32.add (local.get $room) (i32.mul (local.get $plane) (i32.const 2112)))
                (i32.const 607296)))
            (local.set $plane_weights
              (i32.add (local.get $w) (i32.mul (local.get $plane) (i32.const 1048640))))
            (local.set $panel (local.get $first))
            (if (i32.lt_u (local.get $panel) (local.get $last))
              (then
                (loop $panel
                  (local.set $panel_out
                    (i32.add
                      (local.get $plane_out)
                      (i32.mul (i32.sub (local.get $panel) (local.get $first)) (i32.const 32))))
                  (local.set $weights
                    (i32.add (local.get $plane_weights) (i32.mul (local.get $panel) (i32.const 16384))))
                  (local.set $whole (i32.sub (local.get $tiles) (i32.rem_u (local.get $tiles) (i32.const 4))))
                  (local.set $t (i32.const 0))
                  (if (i32.lt_u (local.get $t) (local.get $whole))
                    (then
                      (loop $t
                        (local.set $c00 (v128.const i32x4 0 0 0 0))
                        (local.set $c10 (v128.const i32x4 0 0 0 0))
                        (local.set $c20 (v128.const i32x4 0 0 0 0))
                        (local.set $c30 (v128.const i32x4 0 0 0 0))
                        (local.set $c01 (v128.const i32x4 0 0 0 0))
                        (local.set $c11 (v128.const i32x4 0 0 0 0))
                        (local.set $c21 (v128.const i32x4 0 0 0 0))
                        (local.set $c31 (v128.const i32x4 0 0 0 0))
                        (local.set $a
                          (i32.add (local.get $plane_in) (i32.mul (local.get $t) (i32.const 2048))))
                        (local.set $k (local.get $weights))
                        (local.set $end (i32.add (local.get $a) (i32.const 2048)))
                        (loop $terms
                          (local.set $a0 (v128.load32_splat (local.get $a)))
                          (local.set $a1 (v128.load32_splat offset=2048 (local.get $a)))
                          (local.set $a2 (v128.load32_splat offset=4096 (local.get $a)))
                          (local.set $a3 (v128.load32_splat offset=6144 (local.get $a)))
                          (local.set $w0 (v128.load (local.get $k)))
                          (local.set $w1 (v128.load offset=16 (local.get $k)))
                          (local.set $c00
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
                          (local.set $c01
                            (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
                          (local.set $c10
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w0)) (local.get $c10)))
                          (local.set $c11
                            (f32x4.add (f32x4.mul (local.get $a1) (local.get $w1)) (local.get $c11)))
                          (local.set $c20
                            (f32x4.add (f32x4.mul (local.get $a2) (local.get $w0)) (local.get $c20)))
                          (local.set $c21
                            (f32x4.add (f32x4.mul (local.get $a2) (local.get $w1)) (local.get $c21)))
                          (local.set $c30
                            (f32x4.add (f32x4.mul (local.get $a3) (local.get $w0)) (local.get $c30)))
                          (local.set $c31
                            (f32x4.add (f32x4.mul (local.get $a3) (local.get $w1)) (local.get $c31)))
                          (local.set $k (i32.add (local.get $k) (i32.const 32)))
                          (br_if $terms
                            (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
                        (local.set $product_at
                          (i32.add (local.get $panel_out) (i32.mul (local.get $t) (i32.const 128))))
                        (v128.store (local.get $product_at) (local.get $c00))
                        (v128.store offset=16 (local.get $product_at) (local.get $c01))
                        (v128.store offset=128 (local.get $product_at) (local.get $c10))
                        (v128.store offset=144 (local.get $product_at) (local.get $c11))
                        (v128.store offset=256 (local.get $product_at) (local.get $c20))
                        (v128.store offset=272 (local.get $product_at) (local.get $c21))
                        (v128.store offset=384 (local.get $product_at) (local.get $c30))
                        (v128.store offset=400 (local.get $product_at) (local.get $c31))
                        (br_if $t
                          (i32.lt_u (local.tee $t (i32.add (local.get $t) (i32.const 4))) (local.get $whole))))))
                  (br_if $panel
                    (i32.lt_u (local.tee $panel (i32.add (local.get $panel) (i32.const 1))) (local.get $last))))))
            (br_if $plane
              (i32.lt_u (local.tee $plane (i32.add (local.get $plane) (i32.const 1))) (i32.const 16))))
          ;; Transformed back.
          (local.set $stop
            (select
              (i32.mul (local.get $last) (i32.const 8))
              (i32.const 512)
              (i32.lt_s (i32.mul (local.get $last) (i32.const 8)) (i32.const 512))))
          (local.set $tile_row (i32.const 0))
          (loop $tile_row
            (local.set $image (i32.const 0))
            (local.set $y_top (i32.mul (i32.add (local.get $top) (local.get $tile_row)) (i32.const 2)))
            (local.set $tile_column (i32.const 0))
            (loop $tile_column
              (local.set $left (i32.mul (local.get $tile_column) (i32.const 2)))
              (local.set $tile_at
                (i32.add
                  (i32.add
                    (local.get $room)
                    (i32.mul
                      (i32.add (i32.mul (local.get $tile_row) (i32.const 4)) (local.get $tile_column))
                      (i32.const 128)))
                  (i32.const 607296)))
              (local.set $n (i32.mul (local.get $first) (i32.const 8)))
              (if (i32.lt_u (local.get $n) (local.get $stop))
                (then
                  (loop $n
                    (local.set $bias
                      (v128.load (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4)))))
                    (local.set $plane_at
                      (i32.add
                        (local.get $tile_at)
                        (i32.mul
                          (i32.sub (local.get $n) (i32.mul (local.get $first) (i32.const 8)))
                          (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 641088)))
                    (local.set $j (i32.const 0))
                    (loop $j
                      (local.set $d0 (v128.load (local.get $plane_at)))
                      (local.set $d1 (v128.load offset=8448 (local.get $plane_at)))
                      (local.set $d2 (v128.load offset=16896 (local.get $plane_at)))
                      (local.set $d3 (v128.load offset=25344 (local.get $plane_at)))
                      (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                      (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                      (local.set $o0 (f32x4.add (local.get $d0) (local.get $f0)))
                      (local.set $o1 (f32x4.sub (local.get $f1) (local.get $d3)))
                      (v128.store (local.get $buffer_at) (local.get $o0))
                      (v128.store offset=64 (local.get $buffer_at) (local.get $o1))
                      (local.set $plane_at (i32.add (local.get $plane_at) (i32.const 2112)))
                      (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 16)))
                      (br_if $j
                        (i32.lt_u (local.tee $j (i32.add (local.get $j) (i32.const 1))) (i32.const 4))))
                    (local.set $buffer_at (i32.add (local.get $room) (i32.const 641088)))
                    (local.set $j (i32.const 0))
                    (if
                      (i32.lt_u
                        (local.get $j)
                        (select
                          (i32.const 2)
                          (i32.sub (i32.const 7) (local.get $y_top))
                          (i32.lt_s (i32.const 2) (i32.sub (i32.const 7) (local.get $y_top)))))
                      (then
                        (loop $j
                          (local.set $d0 (v128.load (local.get $buffer_at)))
                          (local.set $d1 (v128.load offset=16 (local.get $buffer_at)))
                          (local.set $d2 (v128.load offset=32 (local.get $buffer_at)))
                          (local.set $d3 (v128.load offset=48 (local.get $buffer_at)))
                          (local.set $f0 (f32x4.add (local.get $d1) (local.get $d2)))
                          (local.set $f1 (f32x4.sub (local.get $d1) (local.get $d2)))
                          (local.set $o0 (f32x4.add (local.get $d0) (local.get $f0)))
                          (local.set $o1 (f32x4.sub (local.get $f1) (local.get $d3)))
                          (local.set $o0 (f32x4.add (local.get $o0) (local.get $bias)))
                          (local.set $o1 (f32x4.add (local.get $o1) (local.get $bias)))
                          (local.set $at0
                            (i32.add
                              (i32.mul
                                (i32.add
                                  (i32.mul (i32.add (local.get $y_top) (local.get $j)) (i32.const 3584))
                                  (i32.mul (local.get $left) (i32.const 512)))
                                (i32.const 4))
                              (i32.mul (local.get $n) (i32.const 4))))
                          (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
                          (v128.store
                            (local.get $y_at)
                            (f32x4.pmax (local.get $o0) (v128.const i32x4 0 0 0 0)))
                          (if (i32.lt_u (i32.add (local.get $left) (i32.const 1)) (i32.const 7))
                            (then
                              (v128.store offset=2048
                                (local.get $y_at)
                                (f32x4.pmax (local.get $o1) (v128.const i32x4 0 0 0 0)))))
                          (local.set $buffer_at (i32.add (local.get $buffer_at) (i32.const 64)))
                          (br_if $j
                            (i32.lt_u
                              (local.tee $j (i32.add (local.get $j) (i32.const 1)))
                              (select
                                (i32.const 2)
                                (i32.sub (i32.const 7) (local.get $y_top))
                                (i32.lt_s (i32.const 2) (i32.sub (i32.const 7) (local.get $y_top)))))))))
                    (br_if $n
                      (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 4))) (local.get $stop))))))
              (br_if $tile_column
                (i32.lt_u
                  (local.tee $tile_column (i32.add (local.get $tile_column) (i32.const 1)))
                  (i32.const 4))))
            (br_if $tile_row
              (i32.lt_u (local.tee $tile_row (i32.add (local.get $tile_row) (i32.const 1))) (i32.const 4))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; Adaptive average pooling: [1, 2048, 7, 7] -> [1, 2048, 1, 1].
  ;; Used by avgpool.
  ;; 128 units of work.
  (func $meanpool_7x7x2048_to_2048 (export "meanpool_7x7x2048_to_2048") (param $x i32) (param $y i32)
      (param $room i32) (param $from i32) (param $to i32)
    (local $window i32) (local $out i32) (local $line i32) (local $at i32) (local $v i32) (local $u i32)
    (local $block i32) (local $j i32) (local $unit i32) (local $sum0 v128) (local $sum1 v128)
    (local $sum2 v128) (local $sum3 v128) (local $row0 v128) (local $row1 v128) (local $row2 v128)
    (local $row3 v128)
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $block (local.get $unit))
          (local.set $j (i32.const 0))
          ;; Its first tap, and where results lie.
          (local.set $window
            (i32.add (local.get $x) (i32.mul (i32.mul (local.get $block) (i32.const 16)) (i32.const 4))))
          (local.set $out
            (i32.add (local.get $y) (i32.mul (i32.mul (local.get $block) (i32.const 16)) (i32.const 4))))
          (local.set $sum0 (v128.const i32x4 0 0 0 0))
          (local.set $sum1 (v128.const i32x4 0 0 0 0))
          (local.set $sum2 (v128.const i32x4 0 0 0 0))
          (local.set $sum3 (v128.const i32x4 0 0 0 0))
          (local.set $line (local.get $window))
          (local.set $u (i32.const 0))
          (loop $u
            (local.set $row0 (v128.const i32x4 0 0 0 0))
            (local.set $row1 (v128.const i32x4 0 0 0 0))
            (local.set $row2 (v128.const i32x4 0 0 0 0))
            (local.set $row3 (v128.const i32x4 0 0 0 0))
            (local.set $at (local.get $line))
            (local.set $v (i32.const 0))
            (loop $v
              (local.set $row0 (f32x4.add (local.get $row0) (v128.load (local.get $at))))
              (local.set $row1 (f32x4.add (local.get $row1) (v128.load offset=16 (local.get $at))))
              (local.set $row2 (f32x4.add (local.get $row2) (v128.load offset=32 (local.get $at))))
              (local.set $row3 (f32x4.add (local.get $row3) (v128.load offset=48 (local.get $at))))
              (local.set $at (i32.add (local.get $at) (i32.const 8192)))
              (br_if $v (i32.lt_u (local.tee $v (i32.add (local.get $v) (i32.const 1))) (i32.const 7))))
            (local.set $sum0 (f32x4.add (local.get $sum0) (local.get $row0)))
            (local.set $sum1 (f32x4.add (local.get $sum1) (local.get $row1)))
            (local.set $sum2 (f32x4.add (local.get $sum2) (local.get $row2)))
            (local.set $sum3 (f32x4.add (local.get $sum3) (local.get $row3)))
            (local.set $line (i32.add (local.get $line) (i32.const 57344)))
            (br_if $u (i32.lt_u (local.tee $u (i32.add (local.get $u) (i32.const 1))) (i32.const 7))))
          (v128.store (local.get $out) (f32x4.div (local.get $sum0) (f32x4.splat (f32.const 49))))
          (v128.store offset=16 (local.get $out) (f32x4.div (local.get $sum1) (f32x4.splat (f32.const 49))))
          (v128.store offset=32 (local.get $out) (f32x4.div (local.get $sum2) (f32x4.splat (f32.const 49))))
          (v128.store offset=48 (local.get $out) (f32x4.div (local.get $sum3) (f32x4.splat (f32.const 49))))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))

  ;; Linear layer: [1, 2048, 1, 1] -> [1, 1000, 1, 1], 2.05 MMACs.
  ;; Used by fc.
  ;; 125 units of work.
  (func $linear_2048_to_1000 (export "linear_2048_to_1000") (param $x i32) (param $w i32) (param $b i32)
      (param $y i32) (param $room i32) (param $from i32) (param $to i32)
    (local $panel i32) (local $weights i32) (local $n i32) (local $biases i32) (local $end i32)
    (local $a i32) (local $k i32) (local $at0 i32) (local $y_at i32) (local $unit i32) (local $c00 v128)
    (local $c01 v128) (local $a0 v128) (local $w0 v128) (local $w1 v128)
    ;; Panels of 8 channels, 4 pixels at a time, read where they lie.
    (local.set $unit (local.get $from))
    (if (i32.lt_u (local.get $unit) (local.get $to))
      (then
        (loop $unit
          (local.set $panel (local.get $unit))
          (local.set $weights (i32.add (local.get $w) (i32.mul (local.get $panel) (i32.const 65536))))
          (local.set $n (i32.mul (local.get $panel) (i32.const 8)))
          (local.set $biases (i32.add (local.get $b) (i32.mul (local.get $n) (i32.const 4))))
          (local.set $c00 (v128.load (local.get $biases)))
          (local.set $c01 (v128.load offset=16 (local.get $biases)))
          (local.set $a (local.get $x))
          (local.set $k (local.get $weights))
          (local.set $end (i32.add (local.get $a) (i32.const 8192)))
          (loop $terms
            (local.set $a0 (v128.load32_splat (local.get $a)))
            (local.set $w0 (v128.load (local.get $k)))
            (local.set $w1 (v128.load offset=16 (local.get $k)))
            (local.set $c00 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w0)) (local.get $c00)))
            (local.set $c01 (f32x4.add (f32x4.mul (local.get $a0) (local.get $w1)) (local.get $c01)))
            (local.set $k (i32.add (local.get $k) (i32.const 32)))
            (br_if $terms (i32.lt_u (local.tee $a (i32.add (local.get $a) (i32.const 4))) (local.get $end))))
          (local.set $at0 (i32.mul (local.get $n) (i32.const 4)))
          (local.set $y_at (i32.add (local.get $y) (local.get $at0)))
          (v128.store (local.get $y_at) (local.get $c00))
          (v128.store offset=16 (local.get $y_at) (local.get $c01))
          (br_if $unit (i32.lt_u (local.tee $unit (i32.add (local.get $unit) (i32.const 1))) (local.get $to)))))))
)
