import type pdfMake from 'pdfmake';

export type Pages = typeof pdfMake;
