import { hash } from 'node:crypto';
import type { Words } from '../problems/index.js';

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}details{border:1px solid #ccc;border-radius:4px;margin:.5rem 0;padding:.5rem .75rem}
summary{cursor:pointer}code,pre{font:14px/1.4 ui-monospace,monospace}pre{overflow:auto;background:#f4f4f4;padding:.5rem}
.method{display:inline-block;min-width:3.5rem;font-weight:600}.note{color:#555}`;

// Text goes in as text, never as markup.
const script = `'use strict';
const el=(tag,text,name)=>{const e=document.createElement(tag);if(text!==undefined)e.textContent=text;if(name)e.className=name;return e};
const fields=(schema)=>{const list=el('ul');for(const[name,s]of Object.entries(schema.properties||{})){const li=el('li');
li.append(el('code',name),el('span',((schema.required||[]).includes(name)?' * ':' ')+(s['x-title-zh']||'')+' '+(s.title||s.description||'')+(s.enum?': '+s.enum.join(', '):s.type?' ('+s.type+')':'')));
if(s.properties)li.append(fields(s));list.append(li)}return list};
fetch('openapi.json').then(r=>r.json()).then(d=>{const main=document.querySelector('main');const groups=new Map();
for(const[path,methods]of Object.entries(d.paths))for(const[method,o]of Object.entries(methods)){const g=(o.tags||[''])[0];groups.set(g,[...(groups.get(g)||[]),{path,method,o}])}
main.replaceChildren();for(const[g,list]of groups){if(g)main.append(el('h2',g));for(const{path,method,o}of list){const box=el('details');box.id=o.operationId;const head=el('summary');
head.append(el('span',method.toUpperCase(),'method'),el('code',path),el('span',' '+o['x-summary-zh']+' · '+o.summary));box.append(head,el('p',o.description,'note'));
const params=o.parameters.filter(p=>p.name);if(params.length){const list=el('ul');for(const p of params){const li=el('li');li.append(el('code',p.name),el('span',' ('+p.in+(p.required?', *':'')+') '+p.description));list.append(li)}box.append(list)}
const body=o.requestBody&&o.requestBody.content['application/json'].schema;if(body){box.append(el('p','正文 / Body'),fields(body));const raw=el('details');raw.append(el('summary','JSON Schema'),el('pre',JSON.stringify(body,null,2)));box.append(raw)}
const list2=el('ul');for(const[s,r]of Object.entries(o.responses)){const li=el('li');li.append(el('code',s),el('span',' '+r.description));list2.append(li)}box.append(el('p','应答 / Responses'),list2);main.append(box)}}
if(location.hash){const t=document.getElementById(location.hash.slice(1));if(t){t.open=true;t.scrollIntoView()}}}).catch(()=>{document.querySelector('main').textContent='无法读取 openapi.json / openapi.json could not be read'});`;

const source = (text: string): string => `'sha256-${hash('sha256', text, 'base64')}'`;
/** The page may run its own script, use its own style, read its own document, and nothing else. */
export const docsSecurityPolicy = `default-src 'none'; script-src ${source(script)}; style-src ${source(style)}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A page that shows the OpenAPI document of its service. Nothing comes from another host. */
export function docsPage(title: Words): string {
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title.zh)} · 归途 Guitu</title><style>${style}</style></head>
<body><h1>归途 Guitu · ${escaped(title.zh)} <small>${escaped(title.en)}</small></h1><p class="note"><a href="openapi.json">OpenAPI 3.1</a> · * 必填 / required</p><main>…</main><script>${script}</script></body></html>`;
}
