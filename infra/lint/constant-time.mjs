/** How values are called that nobody may find out byte by byte, from how long a comparison takes. */
const secret = new Set(['secret', 'password', 'mac', 'hmac', 'digest', 'fingerprint', 'signature']);

const nameOf = (node) => {
  if (node?.type === 'Identifier') return node.name;
  if (node?.type === 'MemberExpression') return nameOf(node.property);
  // hmac.digest(), master.check.subarray(4)
  if (node?.type === 'CallExpression') return nameOf(node.callee);
  if (node?.type === 'AwaitExpression') return nameOf(node.argument);
  return '';
};
const isSecret = (node) => nameOf(node).split(/(?=[A-Z])|_/).some((word) => secret.has(word.toLowerCase()));
/** What is compared with a word of the code tells whether there is something, not what. */
const isWord = (node) => node.type === 'Literal' || (node.type === 'Identifier' && node.name === 'undefined') || (node.type === 'UnaryExpression' && node.operator === 'typeof');

/** `===` and `Buffer.equals` stop at the first difference; what secrets, MACs and digests are compared by must not. */
export const constantTime = {
  meta: { type: 'problem', schema: [], messages: { leaks: 'Compare secrets, MACs and digests by sameBytes of @guitu/vault, or timingSafeEqual.' } },
  create: (context) => ({
    BinaryExpression(node) {
      const { operator, left, right } = node;
      if (/^[!=]==?$/.test(operator) && (isSecret(left) || isSecret(right)) && !isWord(left) && !isWord(right)) context.report({ node, messageId: 'leaks' });
    },
    CallExpression(node) {
      const { callee, arguments: given } = node;
      if (callee.type !== 'MemberExpression' || !['equals', 'compare', 'localeCompare'].includes(nameOf(callee))) return;
      if ([callee.object, ...given].some((part) => isSecret(part))) context.report({ node, messageId: 'leaks' });
    },
  }),
};
