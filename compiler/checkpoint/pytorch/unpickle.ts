/**
 * A restricted unpickler: protocols 2 to 5 as Python's picklers write them
 * (opcodes: https://github.com/python/cpython/blob/main/Lib/pickletools.py). It builds plain values, containers
 * and records of tensors; objects of all other classes become opaque values. It never runs or imports what it reads,
 * and an opcode that it does not know is an error.
 */

import type { Cursor } from './cursor.ts';
import { Machine, type ResolvePersistentId } from './machine.ts';
import type { PickleValue } from './values.ts';

/** What bytes are: they are passed over. */
const bytesName = 'bytes';

/** A state_dict takes about 25 opcodes a tensor: this is 40,000 tensors, and at most some 200 MB of objects. */
const maxOpcodes = 1_000_000;

interface Opcode {
  readonly name: string;
  /** Absent where a checkpoint has no business with the opcode. */
  readonly run?: (machine: Machine) => void;
}

const opcodes: Readonly<Record<string, Opcode>> = {
  '\x80': { name: 'PROTO', run: m => checkProtocol(m.cursor) },
  '\x95': { name: 'FRAME', run: m => void m.cursor.u64() },

  N: { name: 'NONE', run: m => m.push(null) },
  '\x88': { name: 'NEWTRUE', run: m => m.push(true) },
  '\x89': { name: 'NEWFALSE', run: m => m.push(false) },
  K: { name: 'BININT1', run: m => m.push(m.cursor.u8()) },
  M: { name: 'BININT2', run: m => m.push(m.cursor.u16()) },
  J: { name: 'BININT', run: m => m.push(m.cursor.i32()) },
  '\x8a': { name: 'LONG1', run: m => m.push(m.cursor.integer(m.cursor.u8())) },
  '\x8b': { name: 'LONG4', run: m => m.push(m.cursor.integer(m.cursor.u32())) },
  G: { name: 'BINFLOAT', run: m => m.push(m.cursor.float64()) },
  // Python 2's str: text or bytes, nobody knows.
  U: { name: 'SHORT_BINSTRING', run: m => m.push(m.cursor.textOrBytes(m.cursor.u8())) },
  T: { name: 'BINSTRING', run: m => m.push(m.cursor.textOrBytes(m.cursor.u32())) },
  '\x8c': { name: 'SHORT_BINUNICODE', run: m => m.push(m.cursor.text(m.cursor.u8())) },
  X: { name: 'BINUNICODE', run: m => m.push(m.cursor.text(m.cursor.u32())) },
  '\x8d': { name: 'BINUNICODE8', run: m => m.push(m.cursor.text(m.cursor.u64())) },
  C: { name: 'SHORT_BINBYTES', run: m => passBytes(m, m.cursor.u8()) },
  B: { name: 'BINBYTES', run: m => passBytes(m, m.cursor.u32()) },
  '\x8e': { name: 'BINBYTES8', run: m => passBytes(m, m.cursor.u64()) },
  '\x96': { name: 'BYTEARRAY8', run: m => passBytes(m, m.cursor.u64()) },

  '(': { name: 'MARK', run: m => m.mark() },
  ']': { name: 'EMPTY_LIST', run: m => m.push([]) },
  l: { name: 'LIST', run: m => m.push(m.popMark()) },
  a: { name: 'APPEND', run: m => m.append([m.pop()]) },
  e: { name: 'APPENDS', run: m => m.append(m.popMark()) },
  '}': { name: 'EMPTY_DICT', run: m => m.push(new Map()) },
  s: { name: 'SETITEM', run: m => m.setItems([m.pop(), m.pop()].reverse()) },
  u: { name: 'SETITEMS', run: m => m.setItems(m.popMark()) },
  ')': { name: 'EMPTY_TUPLE', run: m => m.tuple(0) },
  '\x85': { name: 'TUPLE1', run: m => m.tuple(1) },
  '\x86': { name: 'TUPLE2', run: m => m.tuple(2) },
  '\x87': { name: 'TUPLE3', run: m => m.tuple(3) },
  t: { name: 'TUPLE', run: m => m.push({ kind: 'tuple', items: m.popMark() }) },
  // Sets: their members are all that is asked of them.
  '\x8f': { name: 'EMPTY_SET', run: m => m.push([]) },
  '\x90': { name: 'ADDITEMS', run: m => m.append(m.popMark()) },
  '\x91': { name: 'FROZENSET', run: m => m.push({ kind: 'tuple', items: m.popMark() }) },

  // Containers that hold themselves are written so.
  '0': { name: 'POP', run: m => void m.pop() },
  '1': { name: 'POP_MARK', run: m => void m.popMark() },
  '2': { name: 'DUP', run: m => m.duplicate() },

  q: { name: 'BINPUT', run: m => m.put(m.cursor.u8()) },
  r: { name: 'LONG_BINPUT', run: m => m.put(m.cursor.u32()) },
  '\x94': { name: 'MEMOIZE', run: m => m.memoize() },
  h: { name: 'BINGET', run: m => m.get(m.cursor.u8()) },
  j: { name: 'LONG_BINGET', run: m => m.get(m.cursor.u32()) },

  c: { name: 'GLOBAL', run: m => m.global(m.cursor.line(), m.cursor.line()) },
  '\x93': { name: 'STACK_GLOBAL', run: stackGlobal },
  R: { name: 'REDUCE', run: m => m.reduce() },
  b: { name: 'BUILD', run: m => m.build() },
  Q: { name: 'BINPERSID', run: m => m.persistentId() },
  '\x81': { name: 'NEWOBJ', run: m => m.newObject(1) },
  '\x92': { name: 'NEWOBJ_EX', run: m => m.newObject(2) },
  o: { name: 'OBJ', run: m => m.objectOfMark() },
  i: { name: 'INST', run: inst },

  '\x82': { name: 'EXT1' },
  '\x83': { name: 'EXT2' },
  '\x84': { name: 'EXT4' },
  P: { name: 'PERSID' },
  '\x97': { name: 'NEXT_BUFFER' },
  '\x98': { name: 'READONLY_BUFFER' },
};

/**
 * Reads one pickle, up to its STOP; the cursor is left after it.
 *
 * @param resolve - makes the storage that a persistent id stands for, or gives `undefined` for one it does not know
 * @throws UserError naming the byte and what is wrong there
 */
export function unpickle(cursor: Cursor, resolve: ResolvePersistentId): PickleValue {
  const machine = new Machine(cursor, resolve);
  for (let count = 0; count < maxOpcodes; count++) {
    const code = String.fromCharCode(cursor.u8());
    if (code === '.') return machine.pop();
    const opcode = Object.hasOwn(opcodes, code) ? opcodes[code] : undefined;
    if (opcode?.run === undefined) {
      const name = opcode?.name ?? `0x${code.charCodeAt(0).toString(16).padStart(2, '0')}`;
      throw cursor.malformed(`the opcode ${name} has no place in a checkpoint`);
    }
    opcode.run(machine);
  }
  throw cursor.malformed(
    `more than ${maxOpcodes} opcodes`,
    'save the state_dict alone, without the optimizer',
  );
}

function checkProtocol(cursor: Cursor): void {
  const protocol = cursor.u8();
  if (protocol < 2 || protocol > 5) throw cursor.malformed(`pickle protocol ${protocol}: 2 to 5 are read`);
}

function stackGlobal(machine: Machine): void {
  const name = machine.pop();
  machine.global(machine.pop(), name);
}

function inst(machine: Machine): void {
  const { cursor } = machine;
  const module = cursor.line();
  const name = cursor.line();
  machine.popMark();
  machine.push({ kind: 'opaque', name: `${module}.${name}` });
}

function passBytes(machine: Machine, count: number): void {
  machine.cursor.take(count);
  machine.push({ kind: 'opaque', name: bytesName });
}
