"""What does a guest run that needs no operating system?

Forty bytes of x86 and 136 of aarch64. They write a dot to the serial port 16 to 18 times a second, so that a
test can see that the guest runs, and look at the power button each time. The bytes stand left of the
instructions, as nasm and GNU as made them; nothing is assembled when tests run.
"""

from __future__ import annotations

# A power button that is pressed earlier is lost: QEMU sets the status bit only where the enable bit is set.
# So a guest that never enables it is stubborn, and one that wrote a dot is ready to obey.
_X86 = """
FB               sti                    ; the BIOS's timer interrupt ends each hlt, 18.2 times a second
BA 02 06         mov dx, 0x602          ; PM1_EN, where SeaBIOS puts it on pc and on q35
B8 {enable}      mov ax, 0x0100         ; PWRBTN_EN
EF               out dx, ax
F4         tick: hlt
BA F8 03         mov dx, 0x3f8          ; COM1
B0 2E            mov al, '.'
EE               out dx, al
BA 00 06         mov dx, 0x600          ; PM1_STS
ED               in ax, dx
F6 C4 01         test ah, 1             ; PWRBTN_STS stays set until it is cleared
74 F0            jz tick
B9 {ticks}       mov cx, TICKS
F4       linger: hlt
E2 FD            loop linger
BA 04 06         mov dx, 0x604          ; PM1_CNT
B8 00 20         mov ax, 0x2000         ; SLP_EN with type 0: S5, soft off
EF               out dx, ax
F4         rest: hlt
EB FD            jmp rest
"""

# The same without a look at the power button, which pc-i440fx-1.4 and older have elsewhere: it dots, always.
_X86_TICKING = """
FB               sti
F4         tick: hlt
BA F8 03         mov dx, 0x3f8          ; COM1
B0 2E            mov al, '.'
EE               out dx, al
EB F7            jmp tick
"""

# A flat image that -kernel puts into memory and jumps to, at EL1 and without MMU. The GIC must be version 2.
_AARCH64 = """
d2a10001         movz x1, #0x0800, lsl #16      // GICv2: let the virtual timer (PPI 27) end a wfi;
52800020         movz w0, #1                    // it is never taken as an interrupt
b9000020         str  w0, [x1]                  // GICD_CTLR
52a10002         movz w2, #0x0800, lsl #16
b9010022         str  w2, [x1, #0x100]          // GICD_ISENABLER0
91404021         add  x1, x1, #0x10, lsl #12
b9000020         str  w0, [x1]                  // GICC_CTLR
52801fe2         movz w2, #0xff
b9000422         str  w2, [x1, #4]              // GICC_PMR
d53be003         mrs  x3, cntfrq_el0
d344fc63         lsr  x3, x3, #4                // 16 ticks a second
d2a12004         movz x4, #0x0900, lsl #16      // PL011, the serial port
528005c5         movz w5, #'.'
d2a12066         movz x6, #0x0903, lsl #16      // PL061, whose pin 3 is the power button
{linger}         movz w7, #TICKS
{button}         movz w8, #8                    // or 0: looks at no pin
b9040cc8         str  w8, [x6, #0x40c]          // GPIOIEV: keep its rising edge, it falls after 0.1 s
d51be303   tick: msr  cntv_tval_el0, x3
d51be320         msr  cntv_ctl_el0, x0
d503207f         wfi
b9000085         str  w5, [x4]
b94414c2         ldr  w2, [x6, #0x414]          // GPIORIS
6a08005f         tst  w2, w8
54ffff40         b.eq tick
340000a7 linger: cbz  w7, off
d51be303         msr  cntv_tval_el0, x3
d503207f         wfi
510004e7         sub  w7, w7, #1
17fffffc         b    linger
52800100    off: movz w0, #0x0008
72b08000         movk w0, #0x8400, lsl #16      // PSCI SYSTEM_OFF
d4000002         hvc  #0
d503207f   rest: wfi
17ffffff         b    rest
"""
_MOVZ_W7, _MOVZ_W8 = 0x52800007, 0x52800008


def boot_sector(obeys_after: float | None) -> bytes:
    """A disk of one sector for pc and q35: off so many seconds after the power button, None: never."""
    code = _assembled(
        _X86,
        enable=("0000" if obeys_after is None else "0001"),
        ticks=(1 + round(18.2 * (obeys_after or 0))).to_bytes(2, "little").hex(),
    )
    return _sector(code)


def ticking_sector() -> bytes:
    """A disk of one sector for pc and q35 of any age: it runs until it is destroyed."""
    return _sector(_assembled(_X86_TICKING))


def _sector(code: bytes) -> bytes:
    return code.ljust(510, b"\0") + b"\x55\xaa"


def aarch64_kernel(obeys_after: float | None) -> bytes:
    """The same for the board virt, as a kernel. The words of the listing are little-endian in memory."""
    code = _assembled(
        _AARCH64,
        linger=f"{_MOVZ_W7 | round(16 * (obeys_after or 0)) << 5:08x}",
        button=f"{_MOVZ_W8 | (0 if obeys_after is None else 8) << 5:08x}",
    )
    words = [code[i : i + 4][::-1] for i in range(0, len(code), 4)]
    return b"".join(words)


def _assembled(listing: str, **values: str) -> bytes:
    """The bytes stand in the first eight columns."""
    code = b""
    for line in listing.format(**values).split("\n"):
        code += bytes.fromhex(line[:8])
    return code
